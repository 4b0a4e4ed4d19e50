import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download, type DownloadOptions } from '../../../../src/datasets/download/download.ts';
import { bytesPath, statePath } from '../../../../src/datasets/download/partial-file.ts';
import type { PinnedFile } from '../../../../src/datasets/download/pinned-file.ts';
import { fileServer, serve, serveWhole, stallAfter, status, type FileServer } from '../../../file-server.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
const byHand =
  `download it by hand, put it into the data dir as data.bin (300,000 bytes, sha256 ${sha256}), ` +
  'and name that folder with --data-dir DIR or EOS_DATA_DIR';

function pin(url: string): PinnedFile {
  return { url, path: 'data.bin', sizeBytes: content.length, sha256 };
}

/** Downloads to a new folder; says what happened and what the folder holds. */
async function attempt(
  server: Pick<FileServer, 'url' | 'cut'>,
  options: Partial<DownloadOptions> & { folder?: string; cutAt?: number } = {},
) {
  const folder = options.folder ?? temporaryFolder();
  const log: string[] = [];
  const error = await download(pin(server.url), join(folder, 'data.bin'), {
    attempts: 3,
    pauseMs: 1,
    stallMs: 5000,
    log: (line) => log.push(line),
    received: (partial) => {
      if (partial.sizeBytes === options.cutAt) server.cut();
    },
    ...options,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return { folder, log, message: error?.message, files };
}

function expectContent(folder: string): void {
  expect(readFileSync(join(folder, 'data.bin')).equals(content)).toBe(true);
}

describe('a download', () => {
  it('goes on where the connection broke, and equals a fresh one', async () => {
    const server = await fileServer(stallAfter(content, 100_000), serve(content));
    const { folder, message, files, log } = await attempt(server, { cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
    expect(files).toEqual(['data.bin']);
    expect(server.requests).toEqual([
      { path: '/data.bin' },
      { path: '/data.bin', range: 'bytes=100000-', ifRange: '"1"' },
    ]);
    expect(log).toEqual([
      `${server.url}: the connection was closed by the server (UND_ERR_SOCKET): trying again (attempts left: 2)`,
    ]);
  });

  it('goes on in a later run where it was stopped, and equals a fresh one', async () => {
    const server = await fileServer(stallAfter(content, 100_000), serve(content));
    const stop = new AbortController();
    const first = await attempt(server, {
      signal: stop.signal,
      received: (partial) => {
        if (partial.sizeBytes === 100_000) stop.abort(new Error('interrupted'));
      },
    });
    expect(first.message).toBe('interrupted');
    expect(first.files).toEqual(['data.bin.partial', 'data.bin.partial.json']);
    const second = await attempt(server, { folder: first.folder });
    expect(second.message).toBeUndefined();
    expectContent(second.folder);
    expect(server.requests[1]).toEqual({ path: '/data.bin', range: 'bytes=100000-', ifRange: '"1"' });
  });

  it('starts from the first byte where the server ignores ranges', async () => {
    const server = await fileServer(stallAfter(content, 100_000), serveWhole(content));
    const { folder, message } = await attempt(server, { cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
  });

  it('starts from the first byte where the file has another version by now', async () => {
    const old = Buffer.alloc(content.length, 7);
    const server = await fileServer(stallAfter(old, 100_000, { etag: '"old"' }), serve(content, '"new"'));
    const { folder, message } = await attempt(server, { cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
  });

  it('starts from the first byte where the parts do not fit together', async () => {
    // A server without validators gives no way to see that the file changed in between.
    const old = Buffer.alloc(content.length, 7);
    const server = await fileServer(stallAfter(old, 100_000, {}), serve(content), serve(content));
    const { folder, message, log } = await attempt(server, { cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
    expect(log[1]).toBe(`${server.url}: the parts do not fit together: starting again from the first byte`);
  });

  it('starts from the first byte where the server sends another range than it was asked for', async () => {
    const shifted = status(206, { 'content-range': 'bytes 5-299999/300000' });
    const server = await fileServer(stallAfter(content, 100_000), shifted, serve(content));
    const { folder, message, log } = await attempt(server, { attempts: 4, cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
    expect(log[1]).toBe(
      `${server.url}: bytes from 100000 were asked for, the server sent the range "bytes 5-299999/300000": ` +
        'trying again (attempts left: 2)',
    );
  });

  it('starts from the first byte where the server refuses the range', async () => {
    const server = await fileServer(stallAfter(content, 100_000), status(416), serve(content));
    const { folder, message, log } = await attempt(server, { attempts: 4, cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
    expect(log[1]).toBe(
      `${server.url}: the server has nothing after the 100,000 bytes already here: trying again (attempts left: 2)`,
    );
  });

  it('discards a partial file of another address, and one whose state was cut short', async () => {
    const server = await fileServer(serve(content));
    for (const state of [JSON.stringify({ url: 'http://127.0.0.1/other' }), '{"url":']) {
      const folder = temporaryFolder();
      writeFileSync(bytesPath(join(folder, 'data.bin')), 'of another file');
      writeFileSync(statePath(join(folder, 'data.bin')), state);
      const { message, files } = await attempt(server, { folder });
      expect(message).toBeUndefined();
      expectContent(folder);
      expect(files).toEqual(['data.bin']);
    }
    expect(server.requests).toEqual([{ path: '/data.bin' }, { path: '/data.bin' }]);
  });

  it('tries again after a server was busy', async () => {
    const server = await fileServer(status(503, { 'retry-after': '1' }), serve(content));
    const { folder, message, log } = await attempt(server);
    expect(message).toBeUndefined();
    expectContent(folder);
    expect(log).toEqual([
      `${server.url}: the server answered 503 Service Unavailable: trying again (attempts left: 2)`,
    ]);
  });

  it('follows redirects, also with a range', async () => {
    const target = await fileServer(serve(content));
    const server = await fileServer(stallAfter(content, 100_000), status(302, { location: target.url }));
    const { folder, message } = await attempt(server, { cutAt: 100_000 });
    expect(message).toBeUndefined();
    expectContent(folder);
    expect(target.requests).toEqual([{ path: '/data.bin', range: 'bytes=100000-', ifRange: '"1"' }]);
  });

  it('gives up on a transfer that always ends early, and keeps what came for the next run', async () => {
    const server = await fileServer((_, response) => {
      response.writeHead(200); // chunked: the end of the body looks regular
      response.end(content.subarray(0, 100_000));
    });
    const { message, files } = await attempt(server);
    expect(message).toBe(
      `cannot download ${server.url}: the transfer ended after 100,000 bytes of 300,000 bytes: ${byHand}`,
    );
    expect(files).toEqual(['data.bin.partial', 'data.bin.partial.json']);
    expect(server.requests).toHaveLength(3);
  });

  it('keeps trying as long as every attempt brings a mebibyte', async () => {
    const large = Buffer.alloc(5 << 20, 3);
    const answer = (
      request: Parameters<ReturnType<typeof serve>>[0],
      response: Parameters<ReturnType<typeof serve>>[1],
    ) => {
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const headers = { 'content-range': `bytes ${start}-${large.length - 1}/${large.length}` };
      response.writeHead(start > 0 ? 206 : 200, start > 0 ? headers : {});
      response.end(large.subarray(start, start + (1 << 20)));
    };
    const server = await fileServer(answer);
    const path = join(temporaryFolder(), 'large.bin');
    const digest = createHash('sha256').update(large).digest('hex');
    await download({ url: server.url, path: 'large.bin', sizeBytes: large.length, sha256: digest }, path, {
      attempts: 2,
      pauseMs: 1,
      stallMs: 5000,
    });
    expect(readFileSync(path).equals(large)).toBe(true);
    expect(server.requests).toHaveLength(5);
  });

  it('refuses what has another digest, and keeps nothing of it', async () => {
    const wrong = Buffer.alloc(content.length, 1);
    const server = await fileServer(serve(wrong));
    const { message, files } = await attempt(server);
    const received = createHash('sha256').update(wrong).digest('hex');
    expect(message).toBe(`cannot download ${server.url}: what arrived has sha256 ${received}: ${byHand}`);
    expect(files).toEqual(['data.bin.partial.json']);
  });

  it('refuses a file of another size before transferring it', async () => {
    const server = await fileServer(serve(Buffer.alloc(12)));
    const { message } = await attempt(server);
    expect(message).toBe(
      `cannot download ${server.url}: the server offers 12 bytes, expected 300,000 bytes: ` +
        `the file behind the address has changed: ${byHand}`,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('refuses more than it expects from a server that does not say how much follows', async () => {
    const server = await fileServer((_, response) => {
      response.writeHead(200);
      response.end(Buffer.alloc(400_000));
    });
    const { message } = await attempt(server);
    expect(message).toBe(
      `cannot download ${server.url}: more than the expected 300,000 bytes arrived: ${byHand}`,
    );
  });

  it('does not ask again for what is not there', async () => {
    const server = await fileServer(status(404));
    const { message, files } = await attempt(server);
    expect(message).toBe(`cannot download ${server.url}: the server answered 404 Not Found: ${byHand}`);
    expect(files).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up on a server that stays busy after the attempts it may make', async () => {
    const server = await fileServer(status(503));
    const { message } = await attempt(server);
    expect(message).toBe(
      `cannot download ${server.url}: the server answered 503 Service Unavailable: ${byHand}`,
    );
    expect(server.requests).toHaveLength(3);
  });

  it('gives up on a connection where nothing arrives any more', async () => {
    const server = await fileServer(stallAfter(content, 100_000));
    const { message } = await attempt(server, { attempts: 1, stallMs: 200 });
    expect(message).toBe(
      `cannot download ${server.url}: nothing arrived for 0.2 s after 100,000 bytes: ${byHand}`,
    );
  });

  it('gives up on a server that never answers', async () => {
    const server = await fileServer(() => undefined);
    const { message } = await attempt(server, { attempts: 1, stallMs: 200 });
    expect(message).toBe(`cannot download ${server.url}: nothing arrived for 0.2 s after 0 bytes: ${byHand}`);
  });

  it('says that nobody listens at the address', async () => {
    const server = await fileServer(status(200));
    await server.stop();
    const { message } = await attempt(server, { attempts: 2 });
    expect(message).toBe(
      `cannot download ${server.url}: the connection was refused (ECONNREFUSED): ${byHand}`,
    );
  });

  it('stops at once when it is told to, also while it waits for the next attempt', async () => {
    const server = await fileServer(status(503));
    const { message } = await attempt(server, {
      pauseMs: 60_000,
      signal: AbortSignal.timeout(200),
    });
    expect(message).toBe('The operation was aborted due to timeout');
  });

  it('says where it cannot write, and does not try again', async () => {
    const server = await fileServer(serve(content));
    const folder = temporaryFolder();
    mkdirSync(bytesPath(join(folder, 'data.bin')));
    const { message } = await attempt(server, { folder });
    const partial = bytesPath(join(folder, 'data.bin'));
    expect(message).toBe(
      `cannot write ${partial}: Path is a directory: rm returned EISDIR (is a directory) ${partial}: ` +
        'free space or allow writing there, then run again',
    );
    expect(server.requests).toHaveLength(1);
  });
});
