import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { Claims } from '../../../../src/cache/remotes/remote-claims.ts';
import { Remote } from '../../../../src/cache/remotes/remote.ts';
import { FolderStore } from '../../../../src/cache/remotes/stores/folder-store.ts';
import { always, objectServer } from '../../../object-server.ts';
import { remoteAt } from '../../../remote-result.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const action = sha256('action');

function claimsIn(remote: Remote, session: string, silenceMs?: number): Claims {
  const claims = new Claims(remote, { session, pid: 7, host: session, space: 'x' }, silenceMs);
  onTestFinished(() => {
    claims.close();
  });
  return claims;
}

describe.each([
  [
    'a folder, which knows who was first',
    () => new Remote(new FolderStore(temporaryFolder(), 5000), undefined),
  ],
  ['a web server, which does not', async () => remoteAt(await objectServer())],
])('Claims in %s', (_, open) => {
  it('give an action to one, until it is released', async () => {
    const remote = await open();
    const [a, b] = [claimsIn(remote, 'a'), claimsIn(remote, 'b')];
    expect(await a.take(action)).toBeUndefined();
    expect(await b.take(action)).toMatchObject({ host: 'a', pid: 7 });
    expect(await a.take(action)).toBeUndefined();
    await a.release(action);
    expect(await b.take(action)).toBeUndefined();
    expect(await a.take(action)).toMatchObject({ host: 'b' });
  });

  it('take a claim over that does not change any more', async () => {
    const remote = await open();
    const [a, b] = [claimsIn(remote, 'a'), claimsIn(remote, 'b', 0)];
    await a.take(action);
    a.close();
    expect(await b.take(action)).toMatchObject({ host: 'a' });
    expect(await b.take(action)).toBeUndefined();
  });

  it('that two write at once are one’s only, but for races', async () => {
    const remote = await open();
    const all = ['a', 'b', 'c', 'd'].map((session) => claimsIn(remote, session));
    const taken = await Promise.all(all.map((claims) => claims.take(action)));
    expect(taken.filter((owner) => owner === undefined).length).toBe(1);
  });
});

describe('Claims', () => {
  it('count for nothing where they are no claims, or not signed as they should be', async () => {
    const server = await objectServer();
    const signed = claimsIn(remoteAt(server, 'a secret that all share'), 'a');
    const unsigned = claimsIn(remoteAt(server), 'b');
    await unsigned.take(action);
    expect(await signed.take(action)).toBeUndefined();
    for (const path of server.objects.keys()) server.objects.set(path, Buffer.from('[]'));
    expect(await claimsIn(remoteAt(server), 'c').take(action)).toBeUndefined();
  });

  it('are given back by a word where nothing can be removed', async () => {
    const server = await objectServer();
    const [a, b] = [claimsIn(remoteAt(server), 'a'), claimsIn(remoteAt(server), 'b')];
    await a.take(action);
    server.fault = (request, response, body) =>
      request.method === 'DELETE' && always(405)(request, response, body);
    await a.release(action);
    expect(await b.take(action)).toBeUndefined();
  });
});
