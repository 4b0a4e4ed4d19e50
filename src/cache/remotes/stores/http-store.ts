import { isMissing, readLarge, readSmall, restHeaders } from './http-answers.ts';
import { type HttpRequest, httpRequest, refusal, statusText } from './http-request.ts';
import type { Receiver, RemoteBody, RemotePath, RemoteStore } from './remote-store.ts';

const STORED = new Set([200, 201, 202, 204]);

/** Who asks, in an HTTP remote. */
export interface HttpCredentials {
  user?: string;
  password?: string;
  token?: string;
}

/** A web server that takes PUT: nginx with its DAV module, bazel-remote, anything that speaks the HTTP protocol of Bazel's cache. */
export class HttpStore implements RemoteStore {
  readonly name: string;
  readonly conditional = false;
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #stallMs: number;
  readonly #closing = new AbortController();

  constructor(base: URL, credentials: HttpCredentials, stallMs: number) {
    this.#base = base.href.replace(/\/*$/, '/');
    this.name = this.#base.slice(0, -1);
    this.#headers = authorization(credentials);
    this.#stallMs = stallMs;
  }

  get(path: RemotePath, mostBytes: number): Promise<Buffer | undefined> {
    return this.#ask({ method: 'GET', path }, (response, alive) => readSmall(response, alive, mostBytes));
  }

  receive(path: RemotePath, receiver: Receiver): Promise<boolean> {
    const request = { method: 'GET', path } as const;
    return this.#ask(
      request,
      (response, alive) => readLarge(response, alive, receiver),
      () => restHeaders(receiver),
    );
  }

  sizeOf(path: RemotePath): Promise<number | undefined> {
    return this.#ask({ method: 'HEAD', path }, async (response) =>
      (await isMissing(response)) ? undefined : Number(response.headers.get('content-length') ?? Number.NaN),
    );
  }

  /** No web server keeps to `If-None-Match` with PUT, so nothing is made of it: the last one stays. */
  put(
    path: RemotePath,
    body: RemoteBody,
    _ifAbsent: boolean,
    sent?: (bytes: number) => void,
  ): Promise<boolean> {
    return this.#ask({ method: 'PUT', path, body, sent }, async (response) => {
      if (!STORED.has(response.status))
        throw await refusal(response, `the server answered ${statusText(response)} to what was sent`);
      await response.body?.cancel();
      return true;
    });
  }

  async remove(path: RemotePath): Promise<void> {
    await this.#ask({ method: 'DELETE', path }, async (response) => {
      if (!STORED.has(response.status)) await isMissing(response);
      await response.body?.cancel();
    });
  }

  close(): void {
    this.#closing.abort();
  }

  #ask<Result>(
    { path, ...request }: Omit<HttpRequest, 'url'> & { path: RemotePath },
    read: (response: Response, alive: () => void) => Promise<Result>,
    more: () => Record<string, string> = () => ({}),
  ): Promise<Result> {
    const prepare = (): HttpRequest => ({
      ...request,
      url: new URL(path, this.#base),
      headers: { ...this.#headers, ...more() },
    });
    return httpRequest(prepare, { stallMs: this.#stallMs, signal: this.#closing.signal }, read);
  }
}

function authorization({ user, password, token }: HttpCredentials): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (user === undefined) return {};
  const pair = Buffer.from(`${user}:${password ?? ''}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
