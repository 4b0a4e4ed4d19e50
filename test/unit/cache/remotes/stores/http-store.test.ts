import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { HttpStore } from '../../../../../src/cache/remotes/stores/http-store.ts';
import { always, objectServer } from '../../../../object-server.ts';
import { describeStore } from '../../../../store-suite.ts';

const open = async (credentials = {}) => {
  const server = await objectServer();
  return { server, store: new HttpStore(new URL(`${server.url}/cache/`), credentials, 2000) };
};

describeStore('HttpStore', async () => (await open()).store);

describe('HttpStore', () => {
  const path = `ac/${sha256('a')}` as const;
  const body = { bytes: Buffer.from('a'), sha256: sha256('a') };

  it('asks in the shape of Bazel’s cache, with a length and who asks', async () => {
    const { server, store } = await open({ user: 'me', password: 'secret' });
    await store.put(path, body, true);
    expect(server.requests).toEqual([`PUT /cache/${path}`]);
    expect(server.headers[0]).toMatchObject({
      authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
      'content-length': '1',
    });
    expect(server.headers[0]).not.toHaveProperty('transfer-encoding');
    expect(store.name).toBe(`${server.url}/cache`);
    const bearer = await open({ token: 'token' });
    await bearer.store.get(path, 10);
    expect(bearer.server.headers[0]).toHaveProperty('authorization', 'Bearer token');
  });

  it.each([
    [403, 'denied', '403 Forbidden'],
    [401, 'denied', '401 Unauthorized'],
    [405, 'no-place', '405 Method Not Allowed'],
    [507, 'full', '507 Insufficient Storage'],
    [413, 'full', '413 Payload Too Large'],
    [501, 'failed', '501 Not Implemented'],
    [302, 'failed', '302 Found'],
  ])('says what %i to a PUT means', async (status, fault, words) => {
    const { server, store } = await open();
    server.fault = always(status);
    const message = `the server answered ${words} to what was sent`;
    await expect(store.put(path, body, true)).rejects.toMatchObject({ fault, message });
  });

  it('takes 404 and 204 for a miss, and 403 for what it is', async () => {
    const { server, store } = await open();
    server.fault = always(204);
    expect(await store.get(path, 10)).toBeUndefined();
    server.fault = always(403);
    await expect(store.get(path, 10)).rejects.toMatchObject({ fault: 'denied' });
  });

  it('gives up what is going on when it is closed', async () => {
    const { server, store } = await open();
    server.fault = () => true;
    const asked = store.get(path, 10);
    store.close();
    await expect(asked).rejects.toMatchObject({ message: 'it was given up' });
  });
});
