import { AwsV4Signer } from 'aws4fetch';
import { type HttpRequest, httpRequest, type Patience } from '../http-request.ts';
import type { RemoteBody } from '../remote-store.ts';
import { type CredentialSource } from './s3-credentials.ts';

/** Where a bucket is. */
export interface S3Place {
  bucket: string;
  /** What every key begins with; empty, or with a slash at its end. */
  prefix: string;
  /** The address of the service; AWS's own where absent. */
  endpoint?: string;
  region: string;
}

/** A request to a bucket; the key is what follows the prefix, and the bucket itself where there is none. */
export interface S3Request extends Pick<HttpRequest, 'method' | 'headers' | 'body' | 'part' | 'sent'> {
  key?: string;
  query?: Record<string, string>;
}

/** The sha256 of nothing. */
const NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Signs requests to one bucket (AWS signature version 4) and makes them. */
export class S3Client {
  readonly #place: S3Place;
  readonly #base: string;
  readonly #credentials: CredentialSource;
  readonly #patience: Patience;
  /** Keys that are derived for the day. */
  readonly #derived = new Map<string, ArrayBuffer>();

  constructor(place: S3Place, credentials: CredentialSource, patience: Patience) {
    this.#place = place;
    this.#credentials = credentials;
    this.#patience = patience;
    this.#base = baseOf(place);
  }

  get prefix(): string {
    return this.#place.prefix;
  }

  ask<Result>(
    request: () => S3Request,
    read: (response: Response, alive: () => void) => Promise<Result>,
  ): Promise<Result> {
    return httpRequest(() => this.#signed(request()), this.#patience, read);
  }

  async #signed({ key, query = {}, ...request }: S3Request): Promise<HttpRequest> {
    const path = key === undefined ? '' : encodeKey(this.#place.prefix + key);
    const url = new URL(`${this.#base}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { accessKeyId, secretAccessKey, sessionToken } = await this.#credentials();
    const signer = new AwsV4Signer({
      method: request.method,
      url: url.href,
      headers: { ...request.headers, 'x-amz-content-sha256': contentHash(request) },
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      service: 's3',
      region: this.#place.region,
      cache: this.#derived,
    });
    const { headers } = await signer.sign();
    return { ...request, url, headers: Object.fromEntries(headers) };
  }
}

/** A part of a file has no digest that is known beforehand. */
function contentHash({ body, part }: { body?: RemoteBody; part?: object }): string {
  if (body === undefined) return NOTHING;
  return part === undefined ? body.sha256 : 'UNSIGNED-PAYLOAD';
}

/** AWS wants the bucket in the name of the host, where that can be; other services take it in the path. */
function baseOf({ bucket, endpoint, region }: S3Place): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/*$/, '')}/${encodeKey(bucket)}/`;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return bucket.includes('.')
    ? `https://s3.${region}.${domain}/${bucket}/`
    : `https://${bucket}.s3.${region}.${domain}/`;
}

/** As S3 signs it: every byte but letters, digits, `-._~` and the slashes. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
