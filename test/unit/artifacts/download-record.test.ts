import { expect, it } from 'vitest';
import { downloadRecord } from '../../../src/artifacts/download-record.ts';

const file = { path: 'a/b.bin', sizeBytes: 3, sha256: 'f'.repeat(64) };

it('accepts a record, and refuses one that says where the files came from', () => {
  const record = { format: 1, verified: [file], unverified: [] };
  expect(downloadRecord.parse(record)).toEqual(record);
  // Equal files must give equal outputs, from the network and from the data dir.
  expect(downloadRecord.safeParse({ ...record, source: 'network' }).success).toBe(false);
});

it('refuses a file without digest', () => {
  const result = downloadRecord.safeParse({
    format: 1,
    verified: [{ ...file, sha256: undefined }],
    unverified: [],
  });
  expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual(['verified.0.sha256']);
});
