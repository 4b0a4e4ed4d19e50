import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fetchRest } from '../../../../src/datasets/download/fetch-rest.ts';
import { bytesPath, PartialFile } from '../../../../src/datasets/download/partial-file.ts';
import type { TransferError } from '../../../../src/datasets/download/transfer-error.ts';
import { fileServer, serve, status, type Answer } from '../../../file-server.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

async function attempt(answer: Answer, held = 0) {
  const server = await fileServer(answer);
  const partial = await PartialFile.open(join(temporaryFolder(), 'data.bin'), server.url);
  if (held > 0) {
    await partial.restart('"1"');
    await partial.append(content.subarray(0, held));
  }
  const source = { url: server.url, path: 'data.bin', sizeBytes: content.length, sha256: 'unused' };
  const sizes: number[] = [];
  const received = (): void => void sizes.push(partial.sizeBytes);
  const error = await fetchRest(source, partial, { stallMs: 5000, received }).then(
    () => undefined,
    (thrown: unknown) => thrown as TransferError,
  );
  return { server, partial, error, sizes };
}

it('appends what is missing and reports every piece', async () => {
  const { server, partial, error, sizes } = await attempt(serve(content), 400);
  expect(error).toBeUndefined();
  expect(server.requests).toEqual([{ path: '/data.bin', range: 'bytes=400-', ifRange: '"1"' }]);
  expect(readFileSync(bytesPath(partial.path)).equals(content)).toBe(true);
  expect(sizes.at(-1)).toBe(1000);
  expect(partial.joined).toBe(true);
});

it('remembers the strong ETag of what it begins, else the date of the last change', async () => {
  const tagged = await attempt(serve(content, '"5a"'));
  expect(tagged.partial.validator).toBe('"5a"');
  const date = 'Wed, 21 Oct 2015 07:28:00 GMT';
  const dated = await attempt((_, response) => {
    response.writeHead(200, { etag: 'W/"5a"', 'last-modified': date });
    response.end(content);
  });
  expect(dated.partial.validator).toBe(date);
});

it('tells failures that pass from those that stay', async () => {
  for (const [code, retryable] of [
    [404, false],
    [403, false],
    [429, true],
    [500, true],
    [503, true],
  ] as const) {
    const { error } = await attempt(status(code));
    expect([code, error?.retryable]).toEqual([code, retryable]);
  }
});

it('waits as long as the server asks, a minute at most', async () => {
  expect((await attempt(status(429, { 'retry-after': '7' }))).error?.waitMs).toBe(7000);
  expect((await attempt(status(429, { 'retry-after': '7200' }))).error?.waitMs).toBe(60_000);
  expect((await attempt(status(429))).error?.waitMs).toBeUndefined();
});
