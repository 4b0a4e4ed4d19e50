/** An iteration that ended without reaching the accuracy asked for; the message names the residual and the limit. */
export class ConvergenceError extends Error {
  override readonly name = 'ConvergenceError';
}
