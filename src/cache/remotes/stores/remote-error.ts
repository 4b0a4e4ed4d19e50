/**
 * What is wrong with a remote: it does not answer (`unreachable`, `slow`), does not let us in (`denied`), has no such place (`no-place`) or no
 * room (`full`), asks for what is not there (`setting`), or fails otherwise (`failed`).
 */
export type RemoteFault = 'unreachable' | 'slow' | 'denied' | 'no-place' | 'full' | 'setting' | 'failed';

const HINTS: Record<RemoteFault, string> = {
  unreachable: 'Check the address and the network.',
  slow: 'Look at the server and the network, or give it longer: "timeout" of the remote in pipeline.yaml.',
  denied:
    'Check the user, the password or the keys in the environment, and what they may do there; "write: false" only reads.',
  'no-place': 'Create the bucket or the folder, or correct "url" of the remote.',
  full: 'Make room there ("eos-pipeline gc --remote"), or only read from it: "write: false".',
  setting: 'See docs/remote-cache.md for what a remote needs.',
  failed: 'The log of the server says more.',
};

/** A remote does not do what it should: what happened, and what to do. Nothing that was asked for is there then. */
export class RemoteError extends Error {
  readonly fault: RemoteFault;
  readonly hint: string;
  /** Worth another try at once. */
  readonly passing: boolean;

  constructor(
    fault: RemoteFault,
    message: string,
    details: { hint?: string; passing?: boolean; cause?: unknown } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.name = 'RemoteError';
    this.fault = fault;
    this.hint = details.hint ?? HINTS[fault];
    this.passing = details.passing ?? false;
  }
}
