import { createHash } from 'node:crypto';
import { objectServer, type ObjectServer } from './object-server.ts';

/** An upload in parts that a bucket holds. */
export interface HeldUpload {
  /** With the name of the bucket, as a path. */
  path: string;
  begun: Date;
  parts: Map<number, { bytes: Buffer; changed: Date }>;
}

/** A bucket of S3 that takes uploads in parts as well, and lists them one a page. */
export async function partsBucket(): Promise<{ server: ObjectServer; uploads: Map<string, HeldUpload> }> {
  const server = await objectServer();
  const uploads = new Map<string, HeldUpload>();
  server.fault = (request, response, body) => {
    const { pathname: path, searchParams: query } = new URL(request.url!, server.url);
    const id = query.get('uploadId');
    if (id === null && !query.has('uploads')) return false;
    const upload = uploads.get(id ?? '');
    const asked = `${request.method!} ${id === null ? 'uploads' : upload === undefined ? 'nothing' : 'upload'}`;
    switch (asked) {
      case 'POST uploads': {
        const made = `u${uploads.size + 1}`;
        uploads.set(made, { path, begun: new Date(), parts: new Map() });
        response.end(`<R><UploadId>${made}</UploadId></R>`);
        break;
      }
      case 'GET uploads':
        response.end(listing(uploads, `${path}${query.get('prefix')!}`, query.get('upload-id-marker')));
        break;
      case 'PUT upload':
        upload!.parts.set(Number(query.get('partNumber')), { bytes: body, changed: new Date() });
        response.setHeader('etag', tagOf(body));
        response.end();
        break;
      case 'GET upload':
        response.end(`<R>${[...upload!.parts].map(listedPart).join('')}</R>`);
        break;
      case 'POST upload': {
        const parts = [...upload!.parts].sort(([a], [b]) => a - b);
        server.objects.set(path, Buffer.concat(parts.map(([, { bytes }]) => bytes)));
        uploads.delete(id!);
        response.end('<CompleteMultipartUploadResult/>');
        break;
      }
      case 'DELETE upload':
        uploads.delete(id!);
        response.writeHead(204).end();
        break;
      default:
        response.writeHead(404).end('<Error><Code>NoSuchUpload</Code></Error>');
    }
    return true;
  };
  return { server, uploads };
}

function listing(uploads: ReadonlyMap<string, HeldUpload>, beginning: string, marker: string | null): string {
  const fitting = [...uploads].filter(([, { path }]) => path.startsWith(beginning));
  const index = fitting.findIndex(([id]) => id === marker) + 1;
  const found = fitting[index];
  if (found === undefined) return '<R></R>';
  const [id, { path, begun }] = found;
  const key = path.slice('/bucket/'.length);
  const last = index === fitting.length - 1;
  return `<R><IsTruncated>${!last}</IsTruncated><NextKeyMarker>${key}</NextKeyMarker><NextUploadIdMarker>${id}</NextUploadIdMarker><Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${begun.toISOString()}</Initiated></Upload></R>`;
}

function listedPart([number, { bytes, changed }]: [number, { bytes: Buffer; changed: Date }]): string {
  return `<Part><PartNumber>${number}</PartNumber><LastModified>${changed.toISOString()}</LastModified><ETag>${tagOf(bytes).replaceAll('"', '&quot;')}</ETag><Size>${bytes.length}</Size></Part>`;
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
