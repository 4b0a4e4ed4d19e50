/** A tensor file that cannot be read or written as asked; the message begins with its path. */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError';
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(`${path}: ${message}`, options);
    this.path = path;
    // It is about the file, not about the code that noticed it.
    delete this.stack;
  }
}
