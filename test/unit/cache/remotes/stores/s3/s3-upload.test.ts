import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../../src/cache/files/digest.ts';
import { S3Client } from '../../../../../../src/cache/remotes/stores/s3/s3-client.ts';
import { s3Credentials } from '../../../../../../src/cache/remotes/stores/s3/s3-credentials.ts';
import { ONE_PART_BYTES, uploadParts } from '../../../../../../src/cache/remotes/stores/s3/s3-upload.ts';
import { partsBucket } from '../../../../../parts-bucket.ts';
import { temporaryFolder } from '../../../../../temporary-folder.ts';

const MIB = 1 << 20;

describe('uploadParts', () => {
  it('sends parts, and goes on with those that an earlier upload has left', async () => {
    const { server, uploads } = await partsBucket();
    const credentials = s3Credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
    const place = { bucket: 'bucket', prefix: '', endpoint: server.url, region: 'us-east-1' };
    const client = new S3Client(place, credentials, { stallMs: 5000, signal: new AbortController().signal });
    const file = join(temporaryFolder(), 'large');
    writeFileSync(file, 'x');
    truncateSync(file, ONE_PART_BYTES + MIB);
    const body = { file, sizeBytes: ONE_PART_BYTES + MIB, sha256: sha256('any') };
    let sent = 0;
    const count = (bytes: number): void => {
      sent += bytes;
    };
    const whole = server.fault;
    // Everything arrives but the last word.
    server.fault = (request, response, bytes) => {
      if (request.method !== 'POST' || !request.url!.includes('uploadId'))
        return whole(request, response, bytes);
      response.writeHead(403).end();
      return true;
    };
    await expect(uploadParts(client, 'key', body, count)).rejects.toMatchObject({ fault: 'denied' });
    const [upload] = [...uploads.values()];
    expect([...upload!.parts.values()].map(({ bytes }) => bytes.length / MIB)).toEqual([16, 16, 16, 16, 1]);
    expect(sent).toBe(body.sizeBytes);
    server.fault = whole;
    upload!.parts.delete(3);
    const before = server.count('PUT');
    await uploadParts(client, 'key', body, count);
    expect(server.count('PUT') - before).toBe(1);
    expect(server.objects.get('/bucket/key')!.length).toBe(body.sizeBytes);
    expect(uploads.size).toBe(0);
  });
});
