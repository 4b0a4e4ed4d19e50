import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { type RemoteEntry, entryBody, readEntryBody } from '../../../../src/cache/remotes/remote-entry.ts';
import { sampleResult } from '../../../remote-result.ts';

const KEY = 'a secret that all share';

function sample(): RemoteEntry {
  const { record, entries } = sampleResult();
  return { format: 1, record, entries, packs: [] };
}

const changed = (
  entry: RemoteEntry,
  change: (value: Record<string, unknown>) => void,
  key?: string,
): Buffer => {
  const value = JSON.parse(entryBody(entry, key).bytes.toString()) as Record<string, unknown>;
  change(value);
  return Buffer.from(JSON.stringify(value));
};

describe('an entry of a remote', () => {
  it('is read as it was written, signed or not', () => {
    const entry = sample();
    for (const key of [undefined, KEY])
      expect(readEntryBody(entryBody(entry, key).bytes, entry.record.key, key)).toEqual({ entry });
    // Who does not ask for signatures takes signed ones too.
    expect(readEntryBody(entryBody(entry, KEY).bytes, entry.record.key, undefined)).toEqual({ entry });
  });

  it('is refused where it is nothing, no JSON, or another shape', () => {
    const { key } = sample().record;
    const problemOf = (text: string) => readEntryBody(Buffer.from(text), key, undefined);
    expect(problemOf('')).toEqual({ problem: 'it is empty' });
    expect(problemOf('<html>')).toEqual({ problem: 'it is no JSON' });
    expect(problemOf('null')).toEqual({ problem: 'it is not an object' });
    expect(problemOf('{"format":2,"packs":[]}')).toEqual({ problem: 'it.format is not 1' });
    expect(problemOf('{"format":1,"packs":[]}')).toEqual({ problem: 'its content is not an object' });
  });

  it('is refused where it records another action, or its files are those of another output', () => {
    const entry = sample();
    const { key } = entry.record;
    const other = sha256('other');
    expect(readEntryBody(entryBody(entry, undefined).bytes, other, undefined)).toEqual({
      problem: `it records the action ${key}`,
    });
    const swapped = changed(entry, ({ entries }) => {
      (entries as { sha256?: string }[]).find((file) => file.sha256 !== undefined)!.sha256 = other;
    });
    expect(readEntryBody(swapped, key, undefined)).toHaveProperty(
      'problem',
      expect.stringMatching(/^its files make the output [0-9a-f]{64}, not [0-9a-f]{64}$/),
    );
    const counted = changed(entry, ({ record }) => {
      (record as { output: { files: number } }).output.files = 7;
    });
    expect(readEntryBody(counted, key, undefined)).toEqual({ problem: 'it counts 7 files and lists 3' });
  });

  it('is refused where it is not signed, or signed with another key, or changed since', () => {
    const entry = sample();
    const { key } = entry.record;
    const read = (bytes: Buffer) => readEntryBody(bytes, key, KEY);
    expect(read(entryBody(entry, undefined).bytes)).toEqual({ problem: 'it is not signed' });
    expect(read(entryBody(entry, 'another secret').bytes)).toEqual({ problem: 'its signature is wrong' });
    const touched = changed(
      entry,
      ({ record }) => {
        (record as { metrics: object }).metrics = { loss: 0 };
      },
      KEY,
    );
    expect(read(touched)).toEqual({ problem: 'its signature is wrong' });
  });
});
