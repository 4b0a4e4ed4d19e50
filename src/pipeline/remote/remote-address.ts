/** What may be done with remotes. */
export const ACCESS = ['off', 'read', 'write', 'read-write'] as const;
export type RemoteAccess = (typeof ACCESS)[number];

/** Where a remote cache is. */
export type RemoteAddress =
  | { kind: 's3'; bucket: string; prefix: string }
  | { kind: 'http'; url: URL }
  | { kind: 'folder'; path: string };

/** What the address of a remote says, or what is wrong with it; `secrets` in it are for the environment only. */
export function remoteAddress(text: string, secrets = false): RemoteAddress | { problem: string } {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return folderAddress(text);
  if (scheme === 's3') return bucketAddress(text.slice('s3://'.length));
  if (scheme === 'file') return folderAddress(text.slice('file://'.length));
  if (scheme !== 'http' && scheme !== 'https')
    return {
      problem: `begins with ${scheme}://, which is no kind of remote: s3://, https://, http:// or a folder`,
    };
  if (!URL.canParse(text)) return { problem: 'is no address of a web server' };
  const url = new URL(text);
  if (!secrets && (url.username !== '' || url.password !== ''))
    return {
      problem:
        'holds a user or a password, which belong into the environment: EOS_REMOTE_USER, EOS_REMOTE_PASSWORD',
    };
  if (url.search !== '' || url.hash !== '') return { problem: 'holds more than a host and a path' };
  return { kind: 'http', url };
}

function folderAddress(path: string): RemoteAddress | { problem: string } {
  if (path === '') return { problem: 'is empty' };
  if (path.startsWith('~'))
    return { problem: 'begins with ~, which only a shell knows: write the folder out' };
  return { kind: 'folder', path };
}

function bucketAddress(text: string): RemoteAddress | { problem: string } {
  const [bucket, ...folders] = text.split('/');
  if (!/^[a-z0-9A-Z][\w.-]{1,62}$/.test(bucket!)) return { problem: 'names no bucket: s3://BUCKET/FOLDER' };
  if (/[?#]/.test(text)) return { problem: 'holds more than a bucket and a folder' };
  const named = folders.filter((folder) => folder !== '');
  if (named.some((folder) => folder === '.' || folder === '..')) return { problem: 'climbs with . or ..' };
  return { kind: 's3', bucket: bucket!, prefix: named.map((folder) => `${folder}/`).join('') };
}
