import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request as the server saw it. */
interface SeenRequest {
  path: string;
  range?: string;
  ifRange?: string;
}

export interface FileServer {
  url: string;
  requests: SeenRequest[];
  /** Breaks the open connections. */
  cut: () => void;
  stop: () => Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on 127.0.0.1 that gives the answers in turn, the last one for ever; it is closed when the test ends. */
export async function fileServer(...answers: Answer[]): Promise<FileServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const seen: SeenRequest = { path: request.url! };
    if (request.headers.range !== undefined) seen.range = request.headers.range;
    if (request.headers['if-range'] !== undefined) seen.ifRange = String(request.headers['if-range']);
    requests.push(seen);
    answers[Math.min(requests.length, answers.length) - 1]!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  const cut = (): void => {
    server.closeAllConnections();
  };
  return { url, requests, cut, stop };
}

/** Serves bytes, honouring ranges of the version that the ETag names. */
export function serve(bytes: Buffer, etag = '"1"'): Answer {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const sameVersion = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    response.setHeader('etag', etag);
    if (start > 0 && sameVersion) {
      response.setHeader('content-range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
      response.writeHead(206, { 'content-length': bytes.length - start });
      response.end(bytes.subarray(start));
    } else {
      response.writeHead(200, { 'content-length': bytes.length });
      response.end(bytes);
    }
  };
}

/** Serves bytes whole, whatever range was asked for. */
export function serveWhole(bytes: Buffer): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.end(bytes);
  };
}

/** Says that all bytes follow, sends the first ones and then nothing, until the connection is cut. */
export function stallAfter(
  bytes: Buffer,
  count: number,
  headers: Record<string, string> = { etag: '"1"' },
): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length, ...headers });
    response.write(bytes.subarray(0, count));
  };
}

/** Answers with a status and no body. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(code, headers);
    response.end();
  };
}
