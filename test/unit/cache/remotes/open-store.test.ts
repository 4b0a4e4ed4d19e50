import { describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/cache/remotes/open-store.ts';
import type { RemoteSetting } from '../../../../src/cache/remotes/remote-settings.ts';
import { objectServer } from '../../../object-server.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';

const setting = (address: RemoteSetting['address'], more: Partial<RemoteSetting> = {}): RemoteSetting => ({
  address,
  region: 'us-east-1',
  reads: true,
  writes: true,
  stallMs: 1000,
  ...more,
});

describe('openStore', () => {
  it('opens a folder, a web server or a bucket', async () => {
    expect((await openStore(setting({ kind: 'folder', path: '/mnt/cache' }))).name).toBe('/mnt/cache');
    const bucket = setting(
      { kind: 's3', bucket: 'bucket', prefix: 'p/' },
      { endpoint: 'http://127.0.0.1:1' },
    );
    expect((await openStore(bucket)).name).toBe('s3://bucket/p');
  });

  it('takes who asks from the address or the environment, and shows no secret', async () => {
    const server = await objectServer();
    const url = new URL(server.url);
    url.username = 'me';
    url.password = 'p@ss';
    const store = await openStore(setting({ kind: 'http', url }), {});
    expect(store.name).toBe(server.url);
    const environment = { EOS_REMOTE_USER: 'you', EOS_REMOTE_PASSWORD: 'word' };
    const other = await openStore(setting({ kind: 'http', url: new URL(server.url) }), environment);
    for (const opened of [store, other]) await opened.get(`ac/${sha256('a')}`, 1);
    const asked = server.headers.map(({ authorization }) => authorization!.slice('Basic '.length));
    expect(asked.map((text) => Buffer.from(text, 'base64').toString())).toEqual(['me:p@ss', 'you:word']);
  });
});
