import { FolderStore } from './stores/folder-store.ts';
import { type HttpCredentials, HttpStore } from './stores/http-store.ts';
import type { RemoteStore } from './stores/remote-store.ts';
import type { RemoteSetting } from './remote-settings.ts';

/** Opens what a setting names; nothing is asked yet. What S3 needs is loaded for S3 only. */
export async function openStore(
  { address, endpoint, region, stallMs }: RemoteSetting,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<RemoteStore> {
  switch (address.kind) {
    case 'folder':
      return new FolderStore(address.path, stallMs);
    case 'http': {
      const { url, credentials } = withoutSecrets(address.url, environment);
      return new HttpStore(url, credentials, stallMs);
    }
    case 's3': {
      const { S3Store } = await import('./stores/s3/s3-store.ts');
      const { s3Credentials } = await import('./stores/s3/s3-credentials.ts');
      const { bucket, prefix } = address;
      const place = { bucket, prefix, region, ...(endpoint !== undefined && { endpoint }) };
      return new S3Store(place, s3Credentials(environment), stallMs);
    }
  }
}

/** The name of a remote is shown: no secret is in it. */
function withoutSecrets(
  address: URL,
  environment: NodeJS.ProcessEnv,
): { url: URL; credentials: HttpCredentials } {
  const url = new URL(address);
  const user = decodeURIComponent(url.username) || environment['EOS_REMOTE_USER'];
  const password = decodeURIComponent(url.password) || environment['EOS_REMOTE_PASSWORD'];
  const token = environment['EOS_REMOTE_TOKEN'];
  url.username = '';
  url.password = '';
  const credentials = {
    ...(user && { user }),
    ...(password && { password }),
    ...(token && !user && { token }),
  };
  return { url, credentials };
}
