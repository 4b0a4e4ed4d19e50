import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers a request in place of the server; false where it does not. */
export type Fault = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

/** A server of objects in memory, as a web server with PUT or as a bucket. */
export class ObjectServer {
  url = '';
  readonly objects = new Map<string, Buffer>();
  /** Method and path of each request. */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  /** What is done with `If-None-Match: *`. */
  conditional: 'kept' | 'ignored' | 'refused' = 'ignored';
  fault: Fault = () => false;

  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  /** Closed when the test ends, where one goes on. */
  async open(inTest = true): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    if (inTest) onTestFinished(() => this.stop());
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Requests of this method. */
  count(method: string): number {
    return this.requests.filter((request) => request.startsWith(`${method} `)).length;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    } catch {
      return; // cut by the client
    }
    const body = Buffer.concat(pieces);
    const path = request.url!;
    this.requests.push(`${request.method!} ${path}`);
    this.headers.push(request.headers);
    if (this.fault(request, response, body)) return;
    const object = this.objects.get(path);
    const end = (
      status: number,
      content: Buffer | string = '',
      headers: Record<string, string> = {},
    ): void => {
      response.writeHead(status, { 'content-length': Buffer.byteLength(content), ...headers });
      response.end(request.method === 'HEAD' ? undefined : content);
    };
    switch (request.method!) {
      case 'PUT': {
        const onlyNew = request.headers['if-none-match'] === '*';
        if (onlyNew && this.conditional === 'refused') end(501, '<Error><Code>NotImplemented</Code></Error>');
        else if (onlyNew && this.conditional === 'kept' && object !== undefined) end(412);
        else {
          this.objects.set(path, body);
          end(object === undefined ? 201 : 204);
        }
        return;
      }
      case 'DELETE':
        this.objects.delete(path);
        end(204);
        return;
      default: {
        if (object === undefined) {
          end(404);
          return;
        }
        const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
        if (start === 0) end(200, object);
        else if (start >= object.length) end(416);
        else
          end(206, object.subarray(start), {
            'content-range': `bytes ${start}-${object.length - 1}/${object.length}`,
          });
      }
    }
  }
}

/** Opens a server of objects for one test. */
export function objectServer(): Promise<ObjectServer> {
  return new ObjectServer().open();
}

/** Always this status, with the code of an error of S3 where given. */
export function always(status: number, code?: string): Fault {
  return (_, response) => {
    response.writeHead(status);
    response.end(code === undefined ? '' : `<Error><Code>${code}</Code></Error>`);
    return true;
  };
}

/** The connection breaks after so many bytes of the body, so many times. */
export function cutAfter(server: ObjectServer, bytes: number, times = Infinity): Fault {
  let left = times;
  return (request, response) => {
    const object = server.objects.get(request.url!);
    if (request.method !== 'GET' || object === undefined || left-- <= 0) return false;
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = object.subarray(start);
    const range = { 'content-range': `bytes ${start}-${object.length - 1}/${object.length}` };
    response.writeHead(start === 0 ? 200 : 206, { 'content-length': rest.length, ...(start > 0 && range) });
    response.write(rest.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20));
    return true;
  };
}

/** Nothing is ever answered. */
export const silence: Fault = () => true;
