import { rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { CacheFolder } from '../../src/cache/files/cache-folder.ts';
import { sealedText } from '../../src/cache/files/sealed-json.ts';
import { verifyCache } from '../../src/cache/verify.ts';
import type { Ended } from '../event-process.ts';
import { Project } from './project.ts';

/** Ends when a file appears. */
const GATED = `
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export default {
  name: 'gated', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['x'],
  async run({ params, output }) {
    while (!existsSync(params.gate)) await setTimeout(20);
    writeFileSync(output + '/x', 'x');
  },
};
`;

const projects: Project[] = [];

afterEach(() => {
  for (const { root } of projects.splice(0)) removeTree(root);
});

function newProject(...parameters: ConstructorParameters<typeof Project>): Project {
  const project = new Project(...parameters);
  projects.push(project);
  return project;
}

function started({ events }: Ended): string[] {
  return events.flatMap((event) => (event.type === 'instance-started' ? [event.instance] : []));
}

function types({ events }: Ended): Set<string> {
  return new Set(events.map(({ type }) => type));
}

describe('several processes on one cache', () => {
  test('a second process waits for the action that the first is computing and takes its result', async () => {
    const first = newProject({ small: 1, steps: 1 });
    first.write('stages/gated.ts', GATED);
    const gate = join(first.root, 'gate');
    first.adapt = (instances) => [first.instance('gated', { params: { gate } }), ...instances];
    // As many jobs as there are instances that can start at once: the first process then holds `gated`.
    const running = first.start({ jobs: 3 });
    await running.event('instance-started', 'gated');
    const waiting = first.start({ jobs: 3 });
    await waiting.event('waiting-for-lock', 'gated');
    writeFileSync(gate, '');
    const [ended, second] = await Promise.all([running.ended, waiting.ended]);
    expect([ended.code, second.code]).toEqual([0, 0]);
    expect(started(second)).not.toContain('gated');
    expect(second.events).toContainEqual(
      expect.objectContaining({ type: 'instance-finished', instance: 'gated', shared: true }),
    );
    // Every action was computed once, by one or the other.
    expect([...started(ended), ...started(second)].sort()).toEqual([
      'gated',
      'gather',
      'long',
      'small[number=0]',
    ]);
  });

  for (const processes of [2, 4]) {
    test(`${processes} processes that start at once share the work and end with the same results`, async () => {
      const cache = newProject().cache;
      const settings = { small: 12, steps: 10, stepMs: 10 };
      const others = Array.from({ length: processes }, () => newProject(settings, cache));
      const ended = await Promise.all(others.map((project) => project.run({ jobs: 1 })));
      expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(others.map(() => [0, '']));
      expect(ended.flatMap(started)).toHaveLength(14);
      expect(new Set(ended.flatMap(started)).size).toBe(14);
      expect(new Set(others.map((project) => project.results())).size).toBe(1);
      expect((await verifyCache(new CacheFolder(cache))).problems).toEqual([]);
    });
  }

  test('a process that is killed leaves a lock that the waiting one takes over, and its checkpoint', async () => {
    const project = newProject({ small: 0, steps: 400, stepMs: 20 });
    const first = project.start();
    await first.event('instance-checkpoint');
    project.settings.steps = 400;
    const second = project.start();
    await second.event('waiting-for-lock');
    first.kill('SIGKILL');
    const resumed = (await second.event('instance-started')) as { instance: string; resumed: boolean };
    expect(resumed).toMatchObject({ instance: 'long', resumed: true });
    second.kill('SIGINT');
    expect((await second.ended).code).toBe(130);
  });

  test('a lock of a process id that has since been given to another process has no owner', async () => {
    const project = newProject({ small: 0, steps: 2 });
    await project.run();
    const key = /actions\/..\/([0-9a-f]{64})/.exec(project.record('long'))![1]!;
    rmSync(project.record('long'));
    // This process lives, but it did not start when the owner of the lock did.
    const owner = {
      session: 'gone',
      pid: process.pid,
      started: '1',
      host: hostname(),
      space: await processSpace(project),
    };
    writeFileSync(join(project.cache, 'locks', `${key}.json`), sealedText(owner));
    const ended = await project.run();
    expect(types(ended)).not.toContain('waiting-for-lock');
    expect(types(ended)).toContain('cache-cleaned');
    expect(started(ended)).toEqual(['long']);
  });

  test('a lock that cannot be read has no owner', async () => {
    const project = newProject({ small: 0, steps: 2 });
    await project.run();
    const key = /actions\/..\/([0-9a-f]{64})/.exec(project.record('long'))![1]!;
    rmSync(project.record('long'));
    writeFileSync(join(project.cache, 'locks', `${key}.json`), '');
    expect(started(await project.run())).toEqual(['long']);
  });
});

/** The space of process ids, in the words of a session file. */
async function processSpace(project: Project): Promise<string> {
  const { Session } = await import('../../src/cache/sessions/session.ts');
  const session = new Session(new CacheFolder(project.cache));
  session.close();
  return session.owner.space;
}
