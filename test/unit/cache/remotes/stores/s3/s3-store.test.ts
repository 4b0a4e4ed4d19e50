import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../../src/cache/files/digest.ts';
import type { AbandonedUpload } from '../../../../../../src/cache/remotes/stores/remote-store.ts';
import { s3Credentials } from '../../../../../../src/cache/remotes/stores/s3/s3-credentials.ts';
import { S3Store } from '../../../../../../src/cache/remotes/stores/s3/s3-store.ts';
import { ONE_PART_BYTES } from '../../../../../../src/cache/remotes/stores/s3/s3-upload.ts';
import { always, objectServer, type ObjectServer } from '../../../../../object-server.ts';
import { partsBucket } from '../../../../../parts-bucket.ts';
import { temporaryFolder } from '../../../../../temporary-folder.ts';

const content = `cas/${sha256('b')}` as const;
const path = `ac/${sha256('a')}` as const;
const body = { bytes: Buffer.from('a'), sha256: sha256('a') };

async function open(
  conditional: ObjectServer['conditional'] = 'kept',
): Promise<{ server: ObjectServer; store: S3Store }> {
  const server = await objectServer();
  server.conditional = conditional;
  return { server, store: storeOf(server) };
}

function storeOf(server: ObjectServer): S3Store {
  const place = { bucket: 'bucket', prefix: 'p/', endpoint: server.url, region: 'us-east-1' };
  const credentials = s3Credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  return new S3Store(place, credentials, 2000);
}

/** The same with real services: test/remotes/. */
describe('S3Store', () => {
  it('keeps the first where the service knows conditional writes', async () => {
    const { server, store } = await open('kept');
    expect([await store.put(path, body, true), await store.put(path, body, true)]).toEqual([true, false]);
    expect(store.conditional).toBe(true);
    expect(server.requests).toEqual([`PUT /bucket/p/${path}`, `PUT /bucket/p/${path}`]);
    expect(store.name).toBe('s3://bucket/p');
  });

  it('writes without a condition from the first 501 on', async () => {
    const { server, store } = await open('refused');
    expect([await store.put(path, body, true), await store.put(path, body, true)]).toEqual([true, true]);
    expect(store.conditional).toBe(false);
    expect(server.requests.length).toBe(3);
    expect(server.objects.get(`/bucket/p/${path}`)).toEqual(body.bytes);
  });

  it('takes 409 on a conditional write for somebody who is first', async () => {
    const { server, store } = await open();
    server.fault = always(409, 'ConditionalRequestConflict');
    expect(await store.put(path, body, true)).toBe(false);
  });

  it.each([
    [404, 'NoSuchBucket', 'no-place'],
    [403, 'SignatureDoesNotMatch', 'denied'],
    [403, 'QuotaExceeded', 'full'],
    [400, 'EntityTooLarge', 'full'],
    [403, 'RequestTimeTooSkewed', 'denied'],
    [507, undefined, 'full'],
  ])('says what %i %s means', async (status, code, fault) => {
    const { server, store } = await open();
    server.fault = always(status, code);
    const said = code === undefined ? String(status) : code;
    const message = expect.stringContaining(said) as string;
    await expect(store.put(path, body, true)).rejects.toMatchObject({ fault, message });
    if (status !== 507) await expect(store.get(path, 10)).rejects.toMatchObject({ fault });
  });

  it('takes what somebody else has joined meanwhile for sent, and begins anew what was given up', async () => {
    const { server, uploads } = await partsBucket();
    const store = storeOf(server);
    const file = join(temporaryFolder(), 'large');
    writeFileSync(file, '');
    truncateSync(file, ONE_PART_BYTES + 1);
    const sizeBytes = ONE_PART_BYTES + 1;
    const whole = server.fault;
    const bytes = Buffer.alloc(16 << 20);
    const meanwhile = (happens: () => void): void => {
      // All but the last part is there already.
      const parts = new Map([1, 2, 3, 4].map((number) => [number, { bytes, changed: new Date() }]));
      uploads.set('begun', { path: `/bucket/p/${content}`, begun: new Date(), parts });
      let once = true;
      server.fault = (request, response, body) => {
        if (once && request.url!.includes('partNumber=5')) {
          once = false;
          uploads.clear();
          happens();
        }
        return whole(request, response, body);
      };
    };
    meanwhile(() => server.objects.set(`/bucket/p/${content}`, readFileSync(file)));
    expect(await store.put(content, { file, sizeBytes, sha256: sha256('b') }, false)).toBe(true);
    expect(server.count('POST')).toBe(0);
    server.objects.clear();
    meanwhile(() => undefined);
    expect(await store.put(content, { file, sizeBytes, sha256: sha256('b') }, false)).toBe(true);
    expect(server.objects.get(`/bucket/p/${content}`)!.length).toBe(sizeBytes);
  });

  it('knows what uploads in parts have left that nobody goes on with', async () => {
    const { server, uploads } = await partsBucket();
    const old = new Date(1000);
    const parts = (changed: Date) => new Map([[1, { bytes: Buffer.from('half'), changed }]]);
    uploads.set('left', { path: `/bucket/p/${content}`, begun: old, parts: parts(old) });
    uploads.set('gone on with', { path: `/bucket/p/${content}`, begun: old, parts: parts(new Date(9000)) });
    uploads.set('not ours', { path: '/bucket/p/cas/else', begun: old, parts: parts(old) });
    const found: AbandonedUpload[] = [];
    for await (const upload of storeOf(server).abandoned(5000)) found.push(upload);
    expect(found.map(({ sizeBytes }) => sizeBytes)).toEqual([4]);
    await found[0]!.remove();
    expect([...uploads.keys()]).toEqual(['gone on with', 'not ours']);
  });

  it('lists page by page', async () => {
    const { server, store } = await open();
    const digests = ['a', 'b', 'c'].map((text) => sha256(text));
    server.fault = (request, response) => {
      const query = new URL(request.url!, server.url).searchParams;
      const number = Number(query.get('continuation-token') ?? 0);
      const key = `${query.get('prefix')!}${digests[number]!}`;
      const more = number < 2 ? `<NextContinuationToken>${number + 1}</NextContinuationToken>` : '';
      response.end(
        `<R><Contents><Key>${key}</Key><LastModified>2026-11-26T00:00:00.000Z</LastModified><Size>7</Size></Contents>${more}</R>`,
      );
      return true;
    };
    const listed: string[] = [];
    for await (const object of store.list()) listed.push(object.path);
    expect(listed).toEqual(['ac', 'cas'].flatMap((part) => digests.map((digest) => `${part}/${digest}`)));
  });
});
