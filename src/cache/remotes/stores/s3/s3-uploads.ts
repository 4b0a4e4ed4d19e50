import { readSmall } from '../http-answers.ts';
import { refusal, statusText } from '../http-request.ts';
import { texts } from './s3-answer.ts';
import type { S3Client, S3Request } from './s3-client.ts';

const MOST_ANSWER_BYTES = 8 << 20;

/** More parts than this no upload of ours has. */
export const MOST_PARTS = 1000;

/** An upload in parts that has begun and was not ended. */
export interface S3Upload {
  /** What it is for, below the prefix of the remote. */
  key: string;
  uploadId: string;
  begunMs: number;
}

/** A part that has arrived. */
export interface S3Part {
  number: number;
  /** What the service calls its content. */
  tag: string;
  sizeBytes: number;
  changedMs: number;
}

/**
 * The uploads to keys that begin so, in the order in which the service lists them.
 * @throws RemoteError where they cannot be listed
 */
export async function* uploadsTo(client: S3Client, beginning: string): AsyncGenerator<S3Upload> {
  let from: Record<string, string> | undefined = {};
  while (from !== undefined) {
    const query: Record<string, string> = { uploads: '', prefix: client.prefix + beginning, ...from };
    const page = await answer(client, { method: 'GET', query });
    for (const upload of texts(page, 'Upload')) {
      const [key = '', uploadId = '', begun = ''] = ['Key', 'UploadId', 'Initiated'].map(
        (name) => texts(upload, name)[0],
      );
      yield { key: key.slice(client.prefix.length), uploadId, begunMs: Date.parse(begun) };
    }
    const [key, uploadId] = ['NextKeyMarker', 'NextUploadIdMarker'].map((name) => texts(page, name)[0]);
    const more = texts(page, 'IsTruncated')[0] === 'true' && key && uploadId;
    from = more ? { 'key-marker': key, 'upload-id-marker': uploadId } : undefined;
  }
}

/**
 * The parts of an upload that are there.
 * @throws RemoteError where they cannot be listed
 */
export async function partsOf(client: S3Client, { key, uploadId }: S3Upload): Promise<S3Part[]> {
  const query = { uploadId, 'max-parts': String(MOST_PARTS) };
  const page = await answer(client, { method: 'GET', key, query });
  return texts(page, 'Part').map((part) => ({
    number: Number(texts(part, 'PartNumber')[0]),
    tag: texts(part, 'ETag')[0] ?? '',
    sizeBytes: Number(texts(part, 'Size')[0]),
    changedMs: Date.parse(texts(part, 'LastModified')[0] ?? ''),
  }));
}

/** Gives an upload up; its parts go. */
export async function abortUpload(client: S3Client, { key, uploadId }: S3Upload): Promise<void> {
  await answer(client, { method: 'DELETE', key, query: { uploadId } });
}

/**
 * What the service answers to a request about an upload in parts.
 * @throws RemoteError where it says no
 */
export async function answer(client: S3Client, request: S3Request): Promise<string> {
  return await client.ask(
    () => request,
    async (response, alive) => {
      if (response.status === 204) return '';
      if (response.status === 200)
        return (await readSmall(response, alive, MOST_ANSWER_BYTES))?.toString() ?? '';
      throw await refusal(response, `the server answered ${statusText(response)} to an upload in parts`);
    },
  );
}
