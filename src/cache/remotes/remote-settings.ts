import { resolve } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { durationMs } from '../../pipeline/source/quantity.ts';
import {
  ACCESS,
  type RemoteAccess,
  type RemoteAddress,
  remoteAddress,
} from '../../pipeline/remote/remote-address.ts';
import type { RemoteConfig } from '../../pipeline/remote/remote-schema.ts';

/** A remote with everything that pipeline.yaml and the environment say about it. */
export interface RemoteSetting {
  address: RemoteAddress;
  endpoint?: string;
  region: string;
  reads: boolean;
  writes: boolean;
  /** Records are signed with it, and those that are not are refused. */
  signingKey?: string;
  stallMs: number;
}

const STALL_MS = 10_000;
/** Shorter ones are words that can be tried out. */
const LEAST_KEY_LENGTH = 16;

/**
 * The remotes of a run: those of pipeline.yaml, or the one that EOS_REMOTE names instead of them (none where it is empty), as far as the access
 * in force lets them be used.
 * @param root - what a relative folder in pipeline.yaml is relative to; one of EOS_REMOTE is to where the command runs
 * @throws PipelineError bad-argument for what the environment says wrongly
 */
export function remoteSettings(
  configs: readonly RemoteConfig[],
  root: string,
  access: RemoteAccess | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): RemoteSetting[] {
  const allowed = access ?? accessIn(environment);
  if (allowed === 'off') return [];
  const named = environment['EOS_REMOTE'];
  const chosen =
    named === undefined ? configs : named === '' ? [] : [{ url: named, read: true, write: true }];
  return chosen.flatMap((config) => {
    const setting = settingOf(config, named === undefined ? root : '.', environment);
    const reads = setting.reads && allowed.includes('read');
    const writes = setting.writes && allowed.includes('write');
    return reads || writes ? [{ ...setting, reads, writes }] : [];
  });
}

function accessIn(environment: NodeJS.ProcessEnv): RemoteAccess {
  const text = environment['EOS_REMOTE_ACCESS'];
  if (text === undefined || text === '') return 'read-write';
  const known = ACCESS.find((access) => access === text);
  if (known !== undefined) return known;
  throw bad(`EOS_REMOTE_ACCESS is "${text}"`, `It may be ${ACCESS.join(', ')}.`);
}

function settingOf(config: RemoteConfig, root: string, environment: NodeJS.ProcessEnv): RemoteSetting {
  const address = remoteAddress(config.url, true);
  if ('problem' in address)
    throw bad(`EOS_REMOTE: the address ${JSON.stringify(config.url)} ${address.problem}`);
  const endpoint = config.endpoint ?? environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const region = config.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  const signingKey = keyFor(config, environment);
  return {
    address: address.kind === 'folder' ? { kind: 'folder', path: resolve(root, address.path) } : address,
    ...(endpoint && { endpoint }),
    region: region ?? 'us-east-1',
    reads: config.read,
    writes: config.write,
    ...(signingKey !== undefined && { signingKey }),
    stallMs: config.timeout === undefined ? STALL_MS : durationMs(config.timeout)!,
  };
}

function keyFor({ signed, url }: RemoteConfig, environment: NodeJS.ProcessEnv): string | undefined {
  const key = environment['EOS_REMOTE_KEY'];
  if (signed === false) return undefined;
  if (key === undefined || key === '') {
    if (signed !== true) return undefined;
    throw bad(
      `the records of the remote ${url} are to be signed, and EOS_REMOTE_KEY is not set`,
      'Set it to the secret that all who share the remote have, for example from "openssl rand -hex 32".',
    );
  }
  if (key.length >= LEAST_KEY_LENGTH) return key;
  throw bad(
    `EOS_REMOTE_KEY has ${key.length} characters, fewer than ${LEAST_KEY_LENGTH}`,
    'A short secret can be found by trying: take one from "openssl rand -hex 32".',
  );
}

function bad(message: string, hint = 'See docs/remote-cache.md.'): PipelineError {
  return new PipelineError('bad-argument', message, { hint });
}
