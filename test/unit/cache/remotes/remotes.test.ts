import { describe, expect, it } from 'vitest';
import { openRemotes, type RemoteProblem, Remotes } from '../../../../src/cache/remotes/remotes.ts';
import { always, objectServer, type ObjectServer, silence } from '../../../object-server.ts';
import { quiet, remoteAt, sampleResult } from '../../../remote-result.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

async function open(strict = false) {
  const servers = [await objectServer(), await objectServer()] as [ObjectServer, ObjectServer];
  const members = servers.map((server) => ({ remote: remoteAt(server), reads: true, writes: true }));
  const problems: RemoteProblem[] = [];
  const remotes = new Remotes(members, strict, (problem) => problems.push(problem));
  return { ...sampleResult(), servers, remotes, problems, first: members[0]!.remote };
}

describe('Remotes', () => {
  it('asks one after the other, and sends to all', async () => {
    const { servers, remotes, record, entries, folder, first } = await open();
    expect(await remotes.find(record.key)).toBeUndefined();
    expect(await remotes.send(record, entries, folder, quiet)).toEqual([
      { state: 'sent' },
      { state: 'sent' },
    ]);
    expect((await remotes.find(record.key))!.remote).toBe(first);
    servers[0].objects.clear();
    expect((await remotes.find(record.key))!.remote.name).toBe(servers[1].url);
    expect((await remotes.find(record.key, new Set([first])))!.remote.name).toBe(servers[1].url);
  });

  it('leaves one that fails alone from then on, says so once, and goes on with the others', async () => {
    const { servers, remotes, record, entries, folder, problems } = await open();
    await remotes.send(record, entries, folder, quiet);
    await servers[0].stop();
    const found = await Promise.all([remotes.find(record.key), remotes.find(record.key)]);
    expect(found.map((each) => each!.remote.name)).toEqual([servers[1].url, servers[1].url]);
    expect(problems).toEqual([
      {
        remote: servers[0].url,
        message: `${new URL(servers[0].url).host} cannot be reached (ECONNREFUSED)`,
        hint: 'Check the address and the network.',
        consequence: 'off',
      },
    ]);
  });

  it.each([
    ['denied', 403],
    ['full', 507],
  ])('goes on reading from one that is %s for writing', async (_, status) => {
    const { servers, remotes, record, entries, folder, problems } = await open();
    servers[0].fault = (request, response, body) =>
      request.method === 'PUT' && always(status)(request, response, body);
    expect(await remotes.send(record, entries, folder, quiet)).toEqual([{ state: 'sent' }]);
    expect(problems.map(({ consequence }) => consequence)).toEqual(['not-written']);
    servers[0].objects.set(`/ac/${record.key}`, servers[1].objects.get(`/ac/${record.key}`)!);
    expect((await remotes.find(record.key))!.remote.name).toBe(servers[0].url);
    const before = servers[0].requests.length;
    await remotes.send(record, entries, folder, quiet);
    expect(servers[0].requests.length).toBe(before);
  });

  it('does not wait again for one that gave no sign', async () => {
    const { servers, record, problems } = await open();
    servers[0].fault = silence;
    const slow = await openRemotes(
      [
        {
          address: { kind: 'http', url: new URL(servers[0].url) },
          region: 'x',
          reads: true,
          writes: true,
          stallMs: 100,
        },
      ],
      false,
      (problem) => problems.push(problem),
    );
    await Promise.all(Array.from({ length: 40 }, () => slow.find(record.key)));
    expect(problems.length).toBe(1);
    // Those that were on their way, as far as they have arrived; the others never left.
    expect(servers[0].requests.length).toBeLessThanOrEqual(16);
    expect([slow.reads, slow.writes, slow.shared]).toEqual([false, false, undefined]);
  });

  it('takes from the next one what is damaged in the first, and says what was refused', async () => {
    const { servers, remotes, record, entries, folder, problems, first } = await open();
    await remotes.send(record, entries, folder, quiet);
    servers[0].objects.set(`/ac/${record.key}`, Buffer.from('damaged'));
    const found = (await remotes.find(record.key))!;
    expect(found.remote).not.toBe(first);
    const cache = temporaryCache();
    const options = { staging: cache.stagingOf('test', 1), got: (): void => undefined, onlyIfWorth: true };
    for (const path of servers[1].objects.keys())
      if (path.startsWith('/cas')) servers[1].objects.delete(path);
    expect(await remotes.receive(found, cache, options)).toBeUndefined();
    expect(
      problems.map(({ message, consequence }) => [message.replace(/[0-9a-f]{64}/, '…'), consequence]),
    ).toEqual([
      ['ac/… was not taken: it is no JSON', 'refused'],
      ['cas/… was not taken: it is not there', 'refused'],
    ]);
  });

  it('ends the run where everything has to come from remotes', async () => {
    const { servers, remotes, record } = await open(true);
    servers[0].fault = always(403);
    await expect(remotes.find(record.key)).rejects.toMatchObject({ code: 'remote-failed', exitCode: 1 });
  });

  it('says nothing of what it gives up when it is closed', async () => {
    const { servers, remotes, record, problems } = await open();
    servers[0].fault = silence;
    const asked = remotes.find(record.key);
    remotes.close();
    expect(await asked).toBeUndefined();
    expect(problems).toEqual([]);
  });
});
