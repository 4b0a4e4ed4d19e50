import { closeSync, fstatSync, unwatchFile, watchFile, createReadStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import { systemCode } from '../../cache/files/system-error.ts';
import { openServed } from './open-served.ts';

/** A report that is being served; `close` ends it. */
export interface ServedReport {
  url: string;
  close: () => Promise<void>;
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.parquet': 'application/vnd.apache.parquet',
};

const reloader = `<script>new EventSource('/changes').onmessage=()=>location.reload()</script>`;

/** A page larger than this is no report of this program: it is served as it is, without the script that reloads it. */
const MOST_PAGE_BYTES = 256 << 20;

/**
 * Serves a report's folder on this machine only (127.0.0.1); the page reloads itself when it is rendered anew.
 * @param folder the folder that holds index.html; it may not exist yet
 * @param options.port 0 or absent: any free port
 */
export async function serveReport(folder: string, options: { port?: number } = {}): Promise<ServedReport> {
  const root = resolve(folder);
  const page = join(root, 'index.html');
  const listeners = new Set<ServerResponse>();
  const announce = () => {
    for (const listener of listeners) listener.write('data: rendered\n\n');
  };
  const server = createServer((request, response) => {
    if (!isLocal(request)) {
      response.writeHead(403).end('only this machine may read the report');
    } else if (request.url === '/changes') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': connected\n\n');
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
    } else {
      answer(root, request, response);
    }
  });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', ready);
  });
  watchFile(page, { interval: 400 }, announce);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((closed) => {
        unwatchFile(page, announce);
        for (const listener of listeners) listener.end();
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}

/** A page elsewhere must not read the report through a name that it points at this machine. */
function isLocal({ headers }: IncomingMessage): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? '');
}

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...common, allow: 'GET, HEAD' }).end();
    return;
  }
  try {
    const file = openServed(root, request.url ?? '/');
    if (file === undefined) refuse(response);
    else send(file, request.method === 'HEAD', response);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    response
      .writeHead(500, { ...common, 'content-type': 'text/plain; charset=utf-8' })
      .end(`the file cannot be read (${code})`);
  }
}

function refuse(response: ServerResponse): void {
  const page = `<!doctype html><title>No report yet</title><p>There is nothing here yet. The page appears when it is rendered.</p>${reloader}`;
  response.writeHead(404, { ...common, 'content-type': mediaTypes['.html'] }).end(page);
}

/** Sends what is open, which stays the same file when another takes its name meanwhile. */
function send(
  { path, file }: { path: string; file: number },
  headOnly: boolean,
  response: ServerResponse,
): void {
  const type = mediaTypes[extname(path)] ?? 'application/octet-stream';
  const { size } = fstatSync(file);
  if (extname(path) === '.html' && size <= MOST_PAGE_BYTES) {
    const page = readPage(file);
    response.writeHead(200, { ...common, 'content-type': type }).end(headOnly ? undefined : page);
    return;
  }
  response.writeHead(200, { ...common, 'content-type': type, 'content-length': size });
  if (headOnly || size === 0) {
    closeSync(file);
    response.end();
    return;
  }
  // No more than was announced, where the file grows; where it shrinks, the connection breaks: the reader sees that it is not whole.
  const stream = createReadStream(path, { fd: file, start: 0, end: size - 1 });
  pipeline(stream, response, () => undefined);
}

function readPage(file: number): string {
  try {
    return readFileSync(file, 'utf8')
      .replace("default-src 'none';", "default-src 'none'; connect-src 'self';")
      .replace('</body>', () => `${reloader}</body>`);
  } finally {
    closeSync(file);
  }
}
