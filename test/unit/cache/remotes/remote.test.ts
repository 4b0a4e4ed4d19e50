import { describe, expect, it } from 'vitest';
import { objectServer } from '../../../object-server.ts';
import { objectPath, quiet, remoteAt, sampleFiles, sampleResult } from '../../../remote-result.ts';
import { temporaryCache } from '../../../temporary-cache.ts';
import { Remote } from '../../../../src/cache/remotes/remote.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';

const large = `/cas/${sha256(sampleFiles.large)}`;

async function open(signingKey?: string) {
  const sample = sampleResult();
  const server = await objectServer();
  const remote = remoteAt(server, signingKey);
  const { record, entries, folder } = sample;
  const send = (options = quiet) => remote.send(record, entries, folder, options);
  return { ...sample, server, remote, send };
}

const receive = { staging: '', got: (): void => undefined, onlyIfWorth: false };

describe('Remote', () => {
  it('sends contents first and the record last, and finds it again', async () => {
    const { server, remote, record, entries, send } = await open();
    expect(await send()).toEqual({ state: 'sent' });
    expect(server.requests.filter((request) => request.startsWith('PUT')).at(-1)).toBe(
      `PUT /ac/${record.key}`,
    );
    expect(await remote.find(record.key)).toMatchObject({ record, entries });
  });

  it('does not send again what is there; where asked to be thorough, what of it is gone', async () => {
    const { server, send } = await open();
    await send();
    const before = server.count('PUT');
    expect(await send()).toEqual({ state: 'there' });
    expect(await send({ ...quiet, thorough: true })).toEqual({ state: 'there' });
    server.objects.delete(large);
    expect(await send()).toEqual({ state: 'there' });
    expect(server.count('PUT')).toBe(before);
    expect(await send({ ...quiet, thorough: true })).toEqual({ state: 'sent' });
    expect(server.objects.has(large)).toBe(true);
  });

  it('keeps the first result of an action that gives other bytes, and says so', async () => {
    const { server, remote, record, send } = await open();
    await send();
    const other = sampleResult({ a: 'other' });
    expect(await remote.send(other.record, other.entries, other.folder, quiet)).toEqual({
      state: 'differs',
      output: record.output.digest,
    });
    expect(JSON.parse(server.objects.get(`/ac/${record.key}`)!.toString())).toMatchObject({ record });
  });

  it('finds out where somebody else was first meanwhile', async () => {
    const { server, record, entries, folder } = await open();
    const other = sampleResult({ a: 'other' });
    await remoteAt(server).send(other.record, other.entries, other.folder, quiet);
    const theirs = server.objects.get(`/ac/${record.key}`)!;
    server.objects.clear();
    // Between the question and the record.
    const store = remoteAt(server).store;
    const put = store.put.bind(store);
    store.put = async (path, body, ifAbsent) => {
      if (path.startsWith('cas/')) return await put(path, body, ifAbsent);
      server.objects.set(`/${path}`, theirs);
      return false;
    };
    expect(await new Remote(store, undefined).send(record, entries, folder, quiet)).toEqual({
      state: 'differs',
      output: other.record.output.digest,
    });
  });

  it('refuses a record that was changed, and writes over it once the result is made', async () => {
    const { server, remote, record, send } = await open();
    await send();
    server.objects.set(`/ac/${record.key}`, Buffer.from('{}'));
    await expect(remote.find(record.key)).rejects.toMatchObject({
      path: `ac/${record.key}`,
      message: 'it.format is not 1',
    });
    expect(await send()).toEqual({ state: 'sent' });
    expect(await remote.find(record.key)).toMatchObject({ record });
  });

  it.each([
    ['a flipped byte', (content: Buffer) => Buffer.from(content.toString().replace('abc', 'abd'))],
    ['another content of its length', (content: Buffer) => Buffer.alloc(content.length, 'z')],
    ['nothing', undefined],
  ])('refuses %s in the place of a content, and sends it anew once the result is made', async (_, change) => {
    const { server, remote, record, send } = await open();
    await send();
    const right = server.objects.get(large)!;
    if (change === undefined) server.objects.delete(large);
    else server.objects.set(large, change(right));
    const cache = temporaryCache();
    const entry = (await remote.find(record.key))!;
    const options = { ...receive, staging: cache.stagingOf('test', 1) };
    await expect(remote.receive(entry, cache, options)).rejects.toMatchObject({ path: large.slice(1) });
    expect(await send()).toEqual({ state: 'sent' });
    expect(server.objects.get(large)!.equals(right)).toBe(true);
    await remote.receive(entry, cache, options);
  });

  it('takes only what is signed with its key', async () => {
    const { server, remote, record, send } = await open('a secret that all share');
    await send();
    expect(await remote.find(record.key)).toMatchObject({ record });
    await expect(remoteAt(server, 'another secret key').find(record.key)).rejects.toThrow(
      'its signature is wrong',
    );
    const path = objectPath(server, (name) => name.startsWith('/ac/'));
    const value = JSON.parse(server.objects.get(path)!.toString()) as { signature?: string };
    delete value.signature;
    server.objects.set(path, Buffer.from(JSON.stringify(value)));
    await expect(remote.find(record.key)).rejects.toThrow('it is not signed');
  });
});
