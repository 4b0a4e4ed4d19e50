import { sha256 } from '../../../files/digest.ts';
import { refusal, statusText } from '../http-request.ts';
import { RemoteError } from '../remote-error.ts';
import type { RemoteBody } from '../remote-store.ts';
import type { S3Client } from './s3-client.ts';
import { texts } from './s3-answer.ts';

const LEAST_PART_BYTES = 16 << 20;
const MOST_PARTS = 1000;
const MOST_ANSWER_BYTES = 8 << 20;

/** Files that are larger go up in parts. */
export const ONE_PART_BYTES = 64 << 20;

/**
 * Sends a large file in parts, and goes on with those that an earlier upload of the same key has left: the key is the digest of the content,
 * so they are parts of it.
 */
export async function uploadParts(
  client: S3Client,
  key: string,
  body: Extract<RemoteBody, { file: string }>,
  sent: (bytes: number) => void,
): Promise<void> {
  const partBytes = Math.max(LEAST_PART_BYTES, Math.ceil(body.sizeBytes / MOST_PARTS / (1 << 20)) << 20);
  const { uploadId, parts } = (await leftOver(client, key)) ?? {
    uploadId: await begin(client, key),
    parts: [],
  };
  const known = new Map(parts.map((part) => [part.number, part]));
  const done: { number: number; tag: string }[] = [];
  for (let start = 0, number = 1; start < body.sizeBytes; start += partBytes, number++) {
    const sizeBytes = Math.min(partBytes, body.sizeBytes - start);
    const there = known.get(number);
    if (there?.sizeBytes === sizeBytes) {
      done.push(there);
      sent(sizeBytes);
      continue;
    }
    const query = { partNumber: String(number), uploadId };
    const request = () => ({ method: 'PUT', key, query, body, part: { start, sizeBytes }, sent }) as const;
    const tag = await client.ask(request, async (response) => {
      if (response.status !== 200) throw await refusal(response, said(response));
      await response.body?.cancel();
      return response.headers.get('etag') ?? '';
    });
    done.push({ number, tag });
  }
  await complete(client, key, uploadId, done);
}

interface Part {
  number: number;
  tag: string;
  sizeBytes: number;
}

async function leftOver(
  client: S3Client,
  key: string,
): Promise<{ uploadId: string; parts: Part[] } | undefined> {
  const prefix = client.prefix + key;
  const uploads = await ask(client, { query: { uploads: '', prefix } });
  const uploadId = texts(uploads, 'UploadId').at(-1);
  if (uploadId === undefined) return undefined;
  const listed = await ask(client, { key, query: { uploadId, 'max-parts': String(MOST_PARTS) } });
  const parts = texts(listed, 'Part').map((part) => ({
    number: Number(texts(part, 'PartNumber')[0]),
    tag: texts(part, 'ETag')[0] ?? '',
    sizeBytes: Number(texts(part, 'Size')[0]),
  }));
  return { uploadId, parts };
}

async function ask(
  client: S3Client,
  request: { key?: string; query: Record<string, string> },
): Promise<string> {
  return client.ask(
    () => ({ method: 'GET', ...request }),
    async (response) => {
      // What cannot be listed cannot be gone on with.
      if (response.status !== 200) {
        await response.body?.cancel();
        return '';
      }
      return await response.text();
    },
  );
}

async function begin(client: S3Client, key: string): Promise<string> {
  const answer = await client.ask(
    () => ({ method: 'POST', key, query: { uploads: '' } }),
    async (response) => {
      if (response.status !== 200) throw await refusal(response, said(response));
      return (await response.text()).slice(0, MOST_ANSWER_BYTES);
    },
  );
  const [uploadId] = texts(answer, 'UploadId');
  if (uploadId === undefined) throw new RemoteError('failed', 'the server began no upload in parts');
  return uploadId;
}

async function complete(
  client: S3Client,
  key: string,
  uploadId: string,
  parts: readonly { number: number; tag: string }[],
): Promise<void> {
  const listed = parts.map(
    ({ number, tag }) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
  );
  const bytes = Buffer.from(`<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`);
  const body = { bytes, sha256: sha256(bytes) };
  await client.ask(
    () => ({ method: 'POST', key, query: { uploadId }, body }),
    async (response) => {
      // S3 may say 200 first and find out afterwards.
      const text = response.status === 200 ? await response.text() : undefined;
      if (text === undefined) throw await refusal(response, said(response));
      if (text.includes('<Error>')) throw new RemoteError('failed', 'the server did not join the parts');
    },
  );
}

function said(response: Response): string {
  return `the server answered ${statusText(response)} to an upload in parts`;
}
