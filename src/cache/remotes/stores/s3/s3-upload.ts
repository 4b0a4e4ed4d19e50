import { sha256 } from '../../../files/digest.ts';
import { refusal, statusText } from '../http-request.ts';
import { RemoteError } from '../remote-error.ts';
import type { RemoteBody } from '../remote-store.ts';
import { texts } from './s3-answer.ts';
import type { S3Client } from './s3-client.ts';
import { answer, MOST_PARTS, partsOf, type S3Part, type S3Upload, uploadsTo } from './s3-uploads.ts';

const LEAST_PART_BYTES = 16 << 20;

/** Files that are larger go up in parts. */
export const ONE_PART_BYTES = 64 << 20;

/**
 * Sends a large file in parts, and goes on with those that an earlier upload of the same key has left: the key is the digest of the content,
 * so they are parts of it.
 * @throws RemoteError; its message ends with "NoSuchUpload" where somebody else ended the upload meanwhile
 */
export async function uploadParts(
  client: S3Client,
  key: string,
  body: Extract<RemoteBody, { file: string }>,
  sent: (bytes: number) => void,
): Promise<void> {
  const partBytes = Math.max(LEAST_PART_BYTES, Math.ceil(body.sizeBytes / MOST_PARTS / (1 << 20)) << 20);
  const left = await leftOver(client, key);
  const uploadId = left?.uploadId ?? (await begin(client, key));
  const known = new Map(left?.parts.map((part) => [part.number, part]));
  const done: Pick<S3Part, 'number' | 'tag'>[] = [];
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
      if (response.status !== 200)
        throw await refusal(response, `the server answered ${statusText(response)} to a part of a file`);
      await response.body?.cancel();
      return response.headers.get('etag') ?? '';
    });
    done.push({ number, tag });
  }
  await complete(client, { key, uploadId }, done);
}

/** What cannot be listed cannot be gone on with. */
async function leftOver(
  client: S3Client,
  key: string,
): Promise<{ uploadId: string; parts: S3Part[] } | undefined> {
  try {
    let last: S3Upload | undefined;
    for await (const upload of uploadsTo(client, key)) last = upload;
    return last && { uploadId: last.uploadId, parts: await partsOf(client, last) };
  } catch (error) {
    if (error instanceof RemoteError) return undefined;
    throw error;
  }
}

async function begin(client: S3Client, key: string): Promise<string> {
  const begun = await answer(client, { method: 'POST', key, query: { uploads: '' } });
  const [uploadId] = texts(begun, 'UploadId');
  if (uploadId === undefined) throw new RemoteError('failed', 'the server began no upload in parts');
  return uploadId;
}

async function complete(
  client: S3Client,
  { key, uploadId }: Pick<S3Upload, 'key' | 'uploadId'>,
  parts: readonly Pick<S3Part, 'number' | 'tag'>[],
): Promise<void> {
  const listed = parts.map(
    ({ number, tag }) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
  );
  const bytes = Buffer.from(`<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`);
  const body = { bytes, sha256: sha256(bytes) };
  const said = await answer(client, { method: 'POST', key, query: { uploadId }, body });
  // S3 may say 200 first and find out afterwards.
  if (said.includes('<Error>')) throw new RemoteError('failed', 'the server did not join the parts');
}
