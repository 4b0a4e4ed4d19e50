import { join } from 'node:path';
import { TensorFile, writeTensors } from '../tensors/safetensors/safetensors.ts';
import type { StoredTensor } from '../tensors/safetensors/safetensors.ts';

/** Weights and bias of one layer. */
export interface SnapshotLayer {
  /** A^i [rows, columns]; for the first layer in the coordinates of the compressed inputs. */
  readonly weight: { readonly rows: number; readonly columns: number; readonly data: Float64Array };
  readonly bias: Float64Array;
}

/** Where in the training a snapshot was taken. */
export interface SnapshotPosition {
  readonly iteration: number;
  readonly time: number;
  readonly loss: number;
}

/** Path of a snapshot inside a run's folder. */
export function snapshotPath(folder: string, iteration: number): string {
  return join(folder, 'snapshots', `iteration-${String(iteration).padStart(6, '0')}.safetensors`);
}

/** Writes `layer1.weight` [n_0, n_1], `layer1.bias` [n_1], …, all F64; the position is in the metadata. */
export function writeSnapshot(
  folder: string,
  position: SnapshotPosition,
  layers: readonly SnapshotLayer[],
): void {
  const tensors: Record<string, StoredTensor> = {};
  for (const [index, { weight, bias }] of layers.entries()) {
    tensors[`layer${index + 1}.weight`] = { shape: [weight.rows, weight.columns], values: weight.data };
    tensors[`layer${index + 1}.bias`] = { shape: [bias.length], values: bias };
  }
  const { iteration, time, loss } = position;
  writeTensors(snapshotPath(folder, iteration), tensors, {
    iteration: String(iteration),
    time: String(time),
    loss: String(loss),
  });
}

/** Reads where in the training a snapshot was taken. */
export function readSnapshotPosition(folder: string, iteration: number): SnapshotPosition {
  using file = TensorFile.open(snapshotPath(folder, iteration));
  const { time, loss } = file.metadata;
  return { iteration, time: Number(time), loss: Number(loss) };
}

/** Reads the parameters of a snapshot in the order of θ: A^1, b^1, …, A^L, b^L. */
export function readSnapshot(folder: string, iteration: number): Float64Array {
  using file = TensorFile.open(snapshotPath(folder, iteration));
  const layers = file.tensors.size / 2;
  const parts = Array.from({ length: layers }, (_, index) => [
    file.read(`layer${index + 1}.weight`, 'F64'),
    file.read(`layer${index + 1}.bias`, 'F64'),
  ]).flat();
  const parameters = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    parameters.set(part, offset);
    offset += part.length;
  }
  return parameters;
}
