import { expect, it, vi } from 'vitest';
import { S3Client } from '../../../../../../src/cache/remotes/stores/s3/s3-client.ts';
import { s3Credentials } from '../../../../../../src/cache/remotes/stores/s3/s3-credentials.ts';
import { sha256 } from '../../../../../../src/cache/files/digest.ts';
import { objectServer } from '../../../../../object-server.ts';

it('signs each request, with the digest of what it sends', async () => {
  const server = await objectServer();
  const credentials = s3Credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  const client = new S3Client(
    { bucket: 'bucket', prefix: 'a b+c/(x)/', endpoint: server.url, region: 'eu-central-1' },
    credentials,
    { stallMs: 1000, signal: new AbortController().signal },
  );
  const bytes = Buffer.from('content');
  const body = { bytes, sha256: sha256(bytes) };
  const status = await client.ask(
    () => ({ method: 'PUT', key: 'key', body, headers: { 'if-none-match': '*' } }),
    (response) => Promise.resolve(response.status),
  );
  expect(status).toBe(201);
  expect(server.requests).toEqual(['PUT /bucket/a%20b%2Bc/%28x%29/key']);
  expect(server.headers[0]).toMatchObject({ 'x-amz-content-sha256': sha256(bytes), 'if-none-match': '*' });
  expect(server.headers[0]!.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=.*if-none-match.*, Signature=[0-9a-f]{64}$/,
  );
});

it('asks AWS itself by the name of the bucket, where a name of a host can hold it', async () => {
  const asked: string[] = [];
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    asked.push((url as URL).href);
    return Promise.resolve(new Response('', { status: 404 }));
  });
  const credentials = s3Credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  const patience = { stallMs: 1000, signal: new AbortController().signal };
  for (const [bucket, region] of [
    ['bucket', 'eu-central-1'],
    ['a.b', 'us-east-1'],
    ['bucket', 'cn-north-1'],
  ] as const)
    await new S3Client({ bucket, prefix: 'p/', region }, credentials, patience).ask(
      () => ({ method: 'GET', key: 'key' }),
      () => Promise.resolve(0),
    );
  fetched.mockRestore();
  expect(asked).toEqual([
    'https://bucket.s3.eu-central-1.amazonaws.com/p/key',
    'https://s3.us-east-1.amazonaws.com/a.b/p/key',
    'https://bucket.s3.cn-north-1.amazonaws.com.cn/p/key',
  ]);
});
