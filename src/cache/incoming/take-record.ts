import { readRecord, recordProblem, type ActionRecord, writeRecord } from '../actions/action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { checkOutput } from '../outputs/output-check.ts';

/**
 * Takes the record of an action from elsewhere into the cache. Where its output is not here, the record says so (`dropped`): the digest is
 * known, and whoever needs the bytes has them fetched, or made. A good record that is here already stays, but for being told that its output
 * is here now.
 * @throws PipelineError where it cannot be written
 */
export function takeRecord(cache: CacheFolder, record: ActionRecord): ActionRecord {
  const here = checkOutput(cache, record.output.digest, 'signature').state === 'intact';
  const read = readRecord(cache, record.key);
  if (read.state === 'read' && read.content.output.digest === record.output.digest) {
    if ((read.content.dropped === undefined) === here) return read.content;
    record = read.content;
  }
  const taken: ActionRecord = { ...record, dropped: true };
  if (here) delete taken.dropped;
  // It can be had again.
  writeRecord(cache, taken, false);
  return taken;
}

/** A value from elsewhere as the record of this action, or what is wrong with it. */
export function incomingRecord(value: unknown, key: Digest): { record: ActionRecord } | { problem: string } {
  const problem = recordProblem(value, key);
  return problem === undefined ? { record: value as ActionRecord } : { problem };
}
