/** Reading and writing of safetensors files (https://huggingface.co/docs/safetensors). */
export { TensorFile } from './read-safetensors.ts';
export { TensorFileWriter, writeTensors, type StoredTensor } from './write-safetensors.ts';
export { TensorFileError } from './tensor-file-error.ts';
