import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import type { Instance } from '../../src/pipeline/plan/plan.ts';
import type { Ended } from '../event-process.ts';
import { Project } from './project.ts';

/** Fails until a file says that it may succeed; counts its attempts there. */
const SHAKY = `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
export default {
  name: 'shaky', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['x'],
  run({ params, output, log }) {
    appendFileSync(params.file, '.');
    const attempts = readFileSync(params.file, 'utf8').length;
    console.log('printed by attempt ' + attempts);
    log('said by attempt ' + attempts);
    if (attempts <= params.failures) throw new Error('not yet: attempt ' + attempts);
    writeFileSync(output + '/x', 'x');
  },
};
`;

let project: Project;

beforeEach(() => {
  project = new Project({ small: 3, steps: 2 });
  project.write('stages/shaky.ts', SHAKY);
});

afterEach(() => {
  removeTree(project.root);
  rmSync(attempts(), { force: true });
});

/** Beside the project: a file in it would have to be an input. */
function attempts(): string {
  return `${project.root}.attempts`;
}

function shaky(failures: number, parts: Partial<Instance> = {}): Instance {
  return project.instance('shaky', { params: { file: attempts(), failures }, ...parts });
}

function of<Type extends Ended['events'][number]['type']>({ events }: Ended, type: Type) {
  return events.filter((event): event is Extract<typeof event, { type: Type }> => event.type === type);
}

describe('a stage that fails', () => {
  test('shows its error, the end of its log, the whole log and the command that runs it again', async () => {
    project.adapt = () => [shaky(1)];
    const ended = await project.run();
    expect(ended.code).toBe(1);
    const [failed] = of(ended, 'instance-failed');
    expect(failed).toMatchObject({
      instance: 'shaky',
      error: { code: 'stage-failed', message: 'not yet: attempt 1' },
      rerun: 'eos-pipeline repro shaky',
    });
    expect(failed!.logTail.join('\n')).toMatch(
      /printed by attempt 1\nsaid by attempt 1\nError: not yet: attempt 1\n {4}at Object.run/,
    );
    expect(readFileSync(failed!.log!, 'utf8')).toContain('said by attempt 1');
    // Nothing of it is in the cache: it runs again.
    expect((await project.run()).summary).toMatchObject({ ran: 1, failed: 0 });
  });

  test('is tried again as often as the pipeline says, after growing delays', async () => {
    project.adapt = () => [shaky(2, { retries: 2 })];
    const ended = await project.run({ retryDelayMs: 20 });
    expect(ended.code).toBe(0);
    expect(of(ended, 'instance-retried').map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
      [1, 20],
      [2, 40],
    ]);
    expect(ended.summary).toMatchObject({ ran: 1, failed: 0 });
  });

  test('fails when the last attempt fails', async () => {
    project.adapt = () => [shaky(5, { retries: 2 })];
    const ended = await project.run({ retryDelayMs: 1 });
    expect(ended.code).toBe(1);
    expect(ended.summary!.failures).toMatchObject([{ error: { message: 'not yet: attempt 3' } }]);
  });

  test('does not lose its siblings: what runs finishes, the rest is not started', async () => {
    project.adapt = (instances) => [shaky(9), ...instances];
    const ended = await project.run({ jobs: 1 });
    expect(ended.code).toBe(1);
    const { ran, failed, skipped, total } = ended.summary!;
    expect([failed, total]).toEqual([1, 6]);
    expect(ran + skipped).toBe(5);
    rmSync(attempts());
    project.adapt = (instances) => [shaky(0), ...instances];
    expect((await project.run()).summary).toMatchObject({ failed: 0, skipped: 0 });
  });

  test('with --keep-going everything that does not need it runs', async () => {
    project.adapt = (instances) =>
      instances.map((instance) =>
        instance.id === 'small[number=1]' ? { ...shaky(9), id: 'small[number=1]', stage: 'small' } : instance,
      );
    const ended = await project.run({ keepGoing: true });
    expect(ended.code).toBe(1);
    expect(ended.summary).toMatchObject({ ran: 3, failed: 1, skipped: 1 });
    expect(of(ended, 'instance-skipped')).toMatchObject([
      { instance: 'gather', because: 'upstream-failed', upstream: 'small[number=1]' },
    ]);
  });

  test('is ended when it does not stop within its timeout, and keeps its checkpoint', async () => {
    project.settings.steps = 1000;
    project.settings.stepMs = 10;
    project.adapt = (instances) => instances.slice(0, 1).map((instance) => ({ ...instance, timeoutMs: 700 }));
    const ended = await project.run();
    expect(ended.code).toBe(1);
    expect(ended.summary!.failures).toMatchObject([
      {
        instance: 'long',
        error: {
          code: 'stage-timeout',
          message: 'the stage did not end within its timeout of 0.7 s',
          hint: 'Raise "timeout" of the stage in pipeline.yaml. Its checkpoint is kept: the next run continues from there.',
        },
      },
    ]);
  });

  test('that leaves out a declared output is told which', async () => {
    const work = {
      kind: 'run',
      command: 'echo made > "$EOS_OUTPUT/a.txt"',
      outputs: ['a.txt', 'b.txt'],
    } as const;
    project.adapt = () => [project.instance('command', { work: { ...work, outputs: [...work.outputs] } })];
    const ended = await project.run();
    expect(ended.summary!.failures[0]!.error).toMatchObject({
      code: 'missing-output',
      message: 'the stage ended without making b.txt',
      hint: 'It declares the outputs a.txt, b.txt: make it write them to its output folder, or correct "outputs". It made a.txt.',
    });
  });

  test('as a command shows its exit code and its words', async () => {
    const command = 'echo some words; echo others >&2; exit 3';
    project.adapt = () => [project.instance('command', { work: { kind: 'run', command, outputs: [] } })];
    const ended = await project.run();
    expect(ended.summary!.failures[0]!.error).toMatchObject({
      code: 'stage-failed',
      message: `the command ended with exit code 3: ${command}`,
      hint: 'Its output is in the log.',
    });
    expect(of(ended, 'instance-failed')[0]!.logTail).toEqual(
      expect.arrayContaining(['some words', 'others']) as string[],
    );
  });
});

describe('a command', () => {
  test('finds its inputs, parameters, seed and output folder in its environment, and the project around it', async () => {
    const command = [
      'echo "$EOS_PARAMS $EOS_SEED $(pwd)" > "$EOS_OUTPUT/told.txt"',
      'for part in $EOS_INPUT_ALL_PARTS; do cat "$part/data.txt"; done > "$EOS_OUTPUT/parts.txt"',
      'cat "$EOS_INPUT_FILE" >> "$EOS_OUTPUT/parts.txt"',
    ].join('\n');
    project.write('notes.txt', 'notes\n');
    project.adapt = (instances) => {
      const smalls = instances.filter(({ stage }) => stage === 'small');
      const needs: Instance['needs'] = {
        'all-parts': { kind: 'instances', ids: smalls.map(({ id }) => id).sort(), many: true },
        file: { kind: 'file', path: join(project.root, 'notes.txt'), name: 'notes.txt' },
      };
      const work: Instance['work'] = { kind: 'run', command, outputs: ['told.txt', 'parts.txt'] };
      return [...smalls, project.instance('command', { work, needs, params: { b: [1], a: 'ä' } })];
    };
    const ended = await project.run();
    expect(ended.code).toBe(0);
    const [told, parts] = ['told.txt', 'parts.txt'].map((name) =>
      readFileSync(join(project.output('command'), name), 'utf8'),
    );
    expect(told).toMatch(/^\{"a":"ä","b":\[1\]\} \d+ /);
    expect(told!.trimEnd().endsWith(project.root)).toBe(true);
    expect(parts!.split('\n').map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '0 0',
      '0 1',
      '0 2',
      'notes',
      '',
    ]);
  });
});
