import { isAbsent, readLarge, readSmall, restHeaders } from '../http-answers.ts';
import { refusal, statusText } from '../http-request.ts';
import { RemoteError } from '../remote-error.ts';
import {
  type AbandonedUpload,
  type ListedObject,
  type Receiver,
  type RemoteBody,
  type RemotePath,
  remotePath,
  type RemoteStore,
} from '../remote-store.ts';
import { texts } from './s3-answer.ts';
import { S3Client, type S3Place, type S3Request } from './s3-client.ts';
import type { CredentialSource } from './s3-credentials.ts';
import { ONE_PART_BYTES, uploadParts } from './s3-upload.ts';
import { abortUpload, partsOf, uploadsTo } from './s3-uploads.ts';

const MOST_LISTING_BYTES = 8 << 20;

/** A bucket of S3, or of a service that speaks as it does. */
export class S3Store implements RemoteStore {
  readonly name: string;
  readonly #client: S3Client;
  readonly #closing = new AbortController();
  /** Whether the service knows conditional writes: some say 501 to them. */
  #conditional = true;

  constructor(place: S3Place, credentials: CredentialSource, stallMs: number) {
    this.name = `s3://${place.bucket}/${place.prefix}`.replace(/\/$/, '');
    this.#client = new S3Client(place, credentials, { stallMs, signal: this.#closing.signal });
  }

  get conditional(): boolean {
    return this.#conditional;
  }

  get(path: RemotePath, mostBytes: number): Promise<Buffer | undefined> {
    return this.#client.ask(
      () => ({ method: 'GET', key: path }),
      (response, alive) => readSmall(response, alive, mostBytes),
    );
  }

  receive(path: RemotePath, receiver: Receiver): Promise<boolean> {
    return this.#client.ask(
      () => ({ method: 'GET', key: path, headers: restHeaders(receiver) }),
      (response, alive) => readLarge(response, alive, receiver),
    );
  }

  sizeOf(path: RemotePath): Promise<number | undefined> {
    return this.#client.ask(
      () => ({ method: 'HEAD', key: path }),
      async (response) =>
        (await isAbsent(response)) ? undefined : Number(response.headers.get('content-length') ?? Number.NaN),
    );
  }

  async put(
    path: RemotePath,
    body: RemoteBody,
    ifAbsent: boolean,
    sent: (bytes: number) => void = () => undefined,
  ): Promise<boolean> {
    if ('file' in body && body.sizeBytes > ONE_PART_BYTES) {
      await this.#putParts(path, body, sent);
      return true;
    }
    const onlyNew = ifAbsent && this.#conditional;
    const request = (): S3Request => ({
      method: 'PUT',
      key: path,
      body,
      sent,
      ...(onlyNew && { headers: { 'if-none-match': '*' } }),
    });
    const outcome = await this.#client.ask(request, async (response) => {
      const { status } = response;
      const there = status === 412 || (status === 409 && onlyNew);
      const known = response.ok
        ? 'stored'
        : there
          ? 'there'
          : onlyNew && status === 501
            ? 'unknown'
            : undefined;
      if (known === undefined)
        throw await refusal(response, `the server answered ${statusText(response)} to what was sent`);
      await response.body?.cancel();
      return known;
    });
    if (outcome !== 'unknown') return outcome === 'stored';
    this.#conditional = false;
    return await this.put(path, body, ifAbsent, sent);
  }

  async remove(path: RemotePath): Promise<void> {
    await this.#client.ask(
      () => ({ method: 'DELETE', key: path }),
      async (response) => {
        await isAbsent(response);
        await response.body?.cancel();
      },
    );
  }

  async *list(): AsyncGenerator<ListedObject> {
    const { prefix } = this.#client;
    for (const part of ['ac/', 'cas/']) {
      let more: string | undefined = '';
      while (more !== undefined) {
        const query: Record<string, string> = { 'list-type': '2', prefix: prefix + part };
        if (more !== '') query['continuation-token'] = more;
        const page: string = await this.#client.ask(
          () => ({ method: 'GET', query }),
          async (response, alive) => (await readSmall(response, alive, MOST_LISTING_BYTES))?.toString() ?? '',
        );
        for (const content of texts(page, 'Contents')) {
          const path = remotePath(texts(content, 'Key')[0]!.slice(prefix.length));
          if (path === undefined) continue;
          const sizeBytes = Number(texts(content, 'Size')[0]);
          yield { path, sizeBytes, changedMs: Date.parse(texts(content, 'LastModified')[0]!) };
        }
        [more] = texts(page, 'NextContinuationToken');
      }
    }
  }

  async *abandoned(beforeMs: number): AsyncGenerator<AbandonedUpload> {
    for await (const upload of uploadsTo(this.#client, 'cas/')) {
      if (remotePath(upload.key) === undefined) continue;
      const parts = await partsOf(this.#client, upload);
      const changedMs = Math.max(upload.begunMs, ...parts.map((part) => part.changedMs));
      if (!(changedMs < beforeMs)) continue;
      const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
      yield { sizeBytes, remove: () => abortUpload(this.#client, upload) };
    }
  }

  /** Somebody who sends the same content may have joined the parts first: then it is there. Else they were given up, and go anew. */
  async #putParts(
    path: RemotePath,
    body: Extract<RemoteBody, { file: string }>,
    sent: (bytes: number) => void,
  ): Promise<void> {
    try {
      await uploadParts(this.#client, path, body, sent);
    } catch (error) {
      if (!(error instanceof RemoteError && error.message.endsWith(', NoSuchUpload'))) throw error;
      if ((await this.sizeOf(path)) !== body.sizeBytes) await uploadParts(this.#client, path, body, sent);
    }
  }

  close(): void {
    this.#closing.abort();
  }
}
