import { existsSync, readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

/** A report that is being served; `close` ends it. */
export interface ServedReport {
  url: string;
  close: () => Promise<void>;
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.parquet': 'application/vnd.apache.parquet',
};

const reloader = `<script>new EventSource('/changes').onmessage=()=>location.reload()</script>`;

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

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
    return;
  }
  const file = fileOf(root, request.url ?? '/');
  if (file === undefined) {
    const page = `<!doctype html><title>No report yet</title><p>There is nothing here yet. The page appears when it is rendered.</p>${reloader}`;
    response.writeHead(404, { ...headers, 'content-type': mediaTypes['.html'] }).end(page);
    return;
  }
  const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
  let body: string | Buffer = readFileSync(file);
  if (extname(file) === '.html')
    body = body
      .toString('utf8')
      .replace("default-src 'none';", "default-src 'none'; connect-src 'self';")
      .replace('</body>', `${reloader}</body>`);
  response
    .writeHead(200, { ...headers, 'content-type': type })
    .end(request.method === 'HEAD' ? undefined : body);
}

/** The file that a path names, where it lies inside the folder. */
function fileOf(root: string, url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  const wanted = resolve(root, `.${path}`);
  if (wanted !== root && !wanted.startsWith(root + sep)) return undefined;
  const file = existsSync(wanted) && statSync(wanted).isDirectory() ? join(wanted, 'index.html') : wanted;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}
