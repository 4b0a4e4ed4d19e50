/** Why one attempt to transfer a file failed, in words that follow "cannot download …: ". */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  /** Whether another attempt may succeed. */
  readonly retryable: boolean;
  /** How long the server asks to wait. */
  readonly waitMs?: number;

  constructor(message: string, options: { retryable: boolean; waitMs?: number; cause?: unknown }) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.retryable = options.retryable;
    if (options.waitMs !== undefined) this.waitMs = options.waitMs;
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed by the server',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not accepted in time',
  ETIMEDOUT: 'the connection was not accepted in time',
  ENOTFOUND: 'the host name is unknown (is there a network?)',
  EAI_AGAIN: 'the host name could not be looked up (is there a network?)',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
};

/** What `fetch` or its body threw, as a TransferError. */
export function networkError(error: unknown): TransferError {
  const cause = rootCause(error);
  const code = (cause as NodeJS.ErrnoException).code;
  const reason = (code !== undefined && REASONS[code]) || cause.message;
  return new TransferError(code === undefined ? reason : `${reason} (${code})`, {
    retryable: true,
    cause: error,
  });
}

/** fetch wraps the reason in "fetch failed", and an attempt on several addresses in an AggregateError. */
function rootCause(error: unknown): Error {
  if (error instanceof AggregateError && error.errors.length > 0) return rootCause(error.errors[0]);
  if (error instanceof Error) return error.cause instanceof Error ? rootCause(error.cause) : error;
  return new Error(String(error));
}
