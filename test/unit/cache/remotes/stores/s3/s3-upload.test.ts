import { createHash } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../../src/cache/files/digest.ts';
import { S3Client } from '../../../../../../src/cache/remotes/stores/s3/s3-client.ts';
import { s3Credentials } from '../../../../../../src/cache/remotes/stores/s3/s3-credentials.ts';
import { ONE_PART_BYTES, uploadParts } from '../../../../../../src/cache/remotes/stores/s3/s3-upload.ts';
import { objectServer } from '../../../../../object-server.ts';
import { temporaryFolder } from '../../../../../temporary-folder.ts';

const MIB = 1 << 20;

/** A bucket that knows uploads in parts; parts are kept by their digest. */
async function bucket() {
  const server = await objectServer();
  const parts = new Map<number, { tag: string; sizeBytes: number }>();
  const state = { begun: false, completed: '', parts, server };
  server.fault = (request, response, body) => {
    const query = new URL(request.url!, server.url).searchParams;
    if (request.method === 'GET' && query.has('uploads'))
      response.end(state.begun ? '<R><Upload><UploadId>u1</UploadId></Upload></R>' : '<R></R>');
    else if (request.method === 'GET') {
      const listed = [...parts].map(
        ([number, { tag, sizeBytes }]) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${tag}&quot;</ETag><Size>${sizeBytes}</Size></Part>`,
      );
      response.end(`<R>${listed.join('')}</R>`);
    } else if (request.method === 'POST' && query.has('uploads')) {
      state.begun = true;
      response.end('<R><UploadId>u1</UploadId></R>');
    } else if (request.method === 'PUT') {
      const tag = createHash('md5').update(body).digest('hex');
      parts.set(Number(query.get('partNumber')), { tag, sizeBytes: body.length });
      response.setHeader('etag', `"${tag}"`);
      response.end();
    } else {
      state.completed = body.toString();
      response.end('<CompleteMultipartUploadResult/>');
    }
    return true;
  };
  return state;
}

describe('uploadParts', () => {
  it('sends parts, and goes on with those that an earlier upload has left', async () => {
    const state = await bucket();
    const credentials = s3Credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
    const place = { bucket: 'bucket', prefix: '', endpoint: state.server.url, region: 'us-east-1' };
    const client = new S3Client(place, credentials, { stallMs: 5000, signal: new AbortController().signal });
    const file = join(temporaryFolder(), 'large');
    writeFileSync(file, 'x');
    truncateSync(file, ONE_PART_BYTES + MIB);
    const body = { file, sizeBytes: ONE_PART_BYTES + MIB, sha256: sha256('any') };
    let sent = 0;
    const count = (bytes: number): void => {
      sent += bytes;
    };
    await uploadParts(client, 'key', body, count);
    expect([...state.parts.values()].map(({ sizeBytes }) => sizeBytes / MIB)).toEqual([16, 16, 16, 16, 1]);
    expect(sent).toBe(body.sizeBytes);
    expect(state.completed).toMatch(
      /^<CompleteMultipartUpload>(<Part>.*<\/Part>){5}<\/CompleteMultipartUpload>$/,
    );
    state.parts.delete(3);
    const before = state.server.count('PUT');
    await uploadParts(client, 'key', body, count);
    expect(state.server.count('PUT') - before).toBe(1);
    expect(state.parts.size).toBe(5);
  });
});
