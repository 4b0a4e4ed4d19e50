import { describe, expect, it } from 'vitest';
import { S3Client } from '../../../../../../src/cache/remotes/stores/s3/s3-client.ts';
import { s3Credentials } from '../../../../../../src/cache/remotes/stores/s3/s3-credentials.ts';
import {
  abortUpload,
  answer,
  partsOf,
  type S3Upload,
  uploadsTo,
} from '../../../../../../src/cache/remotes/stores/s3/s3-uploads.ts';
import { always, type ObjectServer } from '../../../../../object-server.ts';
import { partsBucket } from '../../../../../parts-bucket.ts';

function clientOf(server: ObjectServer): S3Client {
  const credentials = s3Credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  const place = { bucket: 'bucket', prefix: 'p/', endpoint: server.url, region: 'us-east-1' };
  return new S3Client(place, credentials, { stallMs: 5000, signal: new AbortController().signal });
}

async function listed(client: S3Client, beginning: string): Promise<S3Upload[]> {
  const found: S3Upload[] = [];
  for await (const upload of uploadsTo(client, beginning)) found.push(upload);
  return found;
}

describe('uploads in parts', () => {
  it('are listed page by page with what has arrived of them, and given up', async () => {
    const { server, uploads } = await partsBucket();
    const begun = new Date('2026-11-01T00:00:00.000Z');
    const changed = new Date('2026-11-02T00:00:00.000Z');
    const parts = new Map([[2, { bytes: Buffer.from('some'), changed }]]);
    for (const key of ['p/cas/one', 'p/cas/two', 'other/cas/three'])
      uploads.set(key, { path: `/bucket/${key}`, begun, parts });
    const client = clientOf(server);
    const found = await listed(client, 'cas/');
    expect(found).toEqual([
      { key: 'cas/one', uploadId: 'p/cas/one', begunMs: begun.getTime() },
      { key: 'cas/two', uploadId: 'p/cas/two', begunMs: begun.getTime() },
    ]);
    expect(await partsOf(client, found[1]!)).toEqual([
      { number: 2, tag: '"03d59e663c1af9ac33a9949d1193505a"', sizeBytes: 4, changedMs: changed.getTime() },
    ]);
    await abortUpload(client, found[0]!);
    expect([...uploads.keys()]).toEqual(['p/cas/two', 'other/cas/three']);
    await expect(abortUpload(client, found[0]!)).rejects.toThrow(
      '404 Not Found to an upload in parts, NoSuchUpload',
    );
  });

  it('that a service refuses to speak of are an error', async () => {
    const { server } = await partsBucket();
    server.fault = always(403, 'AccessDenied');
    const client = clientOf(server);
    await expect(listed(client, 'cas/')).rejects.toMatchObject({ fault: 'denied' });
    await expect(answer(client, { method: 'POST', key: 'a', query: { uploads: '' } })).rejects.toThrow(
      'the server answered 403 Forbidden to an upload in parts, AccessDenied',
    );
  });
});
