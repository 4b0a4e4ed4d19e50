import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { inspectPlan } from '../../src/execution/survey/inspect-plan.ts';
import type { Reason } from '../../src/execution/survey/reason.ts';
import type { Ended } from '../event-process.ts';
import { Project } from './project.ts';

const WORK = `
import { readFileSync, writeFileSync } from 'node:fs';
import { double } from '../src/numbers.ts';
import { version } from 'measure';

/** A settings type that no code reaches at run time. */
interface Settings { n: number }

export default {
  name: 'work', description: '', params: { safeParse: (data) => ({ success: true, data }) },
  inputs: { from: 'one' }, outputs: ['x'],
  async run({ params, input, output }: { params: Settings; input: (name: string) => { path: string }; output: string }) {
    const { half } = await import('../src/lazy.ts');
    if (version === '') throw new Error('no version');
    const text = readFileSync(input('from').path, 'utf8');
    writeFileSync(output + '/x', String(half(double(params.n))) + text.length);
    return { n: params.n };
  },
};
`;

const NUMBERS = `
import { table } from './table.ts';
export const factor = 2;
/** Twice its argument. */
export function double(n: number): number {
  return n * factor + table.offset;
}
export function triple(n: number): number {
  return n * 3;
}
export class Unused {
  value = triple(1);
}
`;

let project: Project;

beforeEach(async () => {
  project = new Project({ small: 3, steps: 5 });
  project.jobs = 1;
  project.write('stages/work.ts', WORK);
  project.write('src/numbers.ts', NUMBERS);
  project.write('src/table.ts', 'export const table = { offset: 0 };\nexport const other = { offset: 1 };\n');
  project.write('src/lazy.ts', 'export function half(n: number): number { return n / 2; }\n');
  project.write(
    'node_modules/measure/package.json',
    '{ "name": "measure", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  );
  project.write('node_modules/measure/index.js', "export const version = 'one';\n");
  project.write('input.txt', 'one');
  withParams({ n: 3 });
  expect((await project.run()).code).toBe(0);
});

afterEach(() => {
  removeTree(project.root);
});

function withParams(params: Record<string, number>): void {
  const from = { kind: 'file', path: join(project.root, 'input.txt'), name: 'input.txt' } as const;
  project.adapt = () => [
    project.instance('work', { params, needs: { from }, env: ['EOS_TEST_FLAVOUR'] }),
    project.instance('after', {
      work: { kind: 'run', command: 'cat "$EOS_INPUT_X/x" > "$EOS_OUTPUT/y"', outputs: ['y'] },
      needs: { x: { kind: 'instances', ids: ['work'], many: false } },
    }),
  ];
}

function edit(path: string, from: string, to: string): void {
  const before = readFileSync(join(project.root, path), 'utf8');
  expect(before).toContain(from);
  project.write(path, before.replace(from, to));
}

/** What an inspection says about why the stage has to run. */
async function reasons(): Promise<Reason[]> {
  const { instances } = await inspectPlan(project.plan(), { cacheFolder: project.cache });
  return instances[0]!.reasons;
}

function ran({ events }: Ended): string[] {
  return events.flatMap((event) =>
    event.type === 'instance-finished' && !event.shared ? [event.instance] : [],
  );
}

describe('an edit that changes nothing that the stage does', () => {
  const edits: [string, () => void][] = [
    [
      'a comment',
      () => {
        edit('src/numbers.ts', 'Twice its argument', 'Two times its argument');
      },
    ],
    [
      'a type',
      () => {
        edit(
          'stages/work.ts',
          'interface Settings { n: number }',
          'interface Settings { n: number; m?: string }',
        );
      },
    ],
    [
      'spaces, quotes and line breaks',
      () => {
        edit(
          'src/numbers.ts',
          'return n * factor + table.offset;',
          'return (\n    n * factor +   table.offset\n  )',
        );
      },
    ],
    [
      'a function that it does not reach',
      () => {
        edit('src/numbers.ts', 'n * 3', 'n * 4');
      },
    ],
    [
      'a constant that it does not reach',
      () => {
        edit('src/table.ts', 'offset: 1', 'offset: 2');
      },
    ],
    [
      'a class that it does not reach',
      () => {
        edit('src/numbers.ts', 'triple(1)', 'triple(2)');
      },
    ],
    [
      'a new function',
      () => {
        edit(
          'src/numbers.ts',
          'export const factor',
          'export function fresh(): number { return 1; }\nexport const factor',
        );
      },
    ],
  ];
  for (const [title, act] of edits) {
    test(`${title}: nothing runs`, async () => {
      act();
      expect(await reasons()).toEqual([]);
      expect(ran(await project.run())).toEqual([]);
    });
  }
});

describe('why a stage has to run', () => {
  test('a parameter: its path, the old and the new value', async () => {
    withParams({ n: 4 });
    expect(await reasons()).toEqual([{ kind: 'parameter', path: 'n', old: 3, new: 4 }]);
    expect(ran(await project.run())).toEqual(['work', 'after']);
    withParams({ n: 3 });
    expect((await project.run()).summary).toMatchObject({ hits: 2, ran: 0 });
  });

  test('an input file: its path', async () => {
    project.write('input.txt', 'three');
    expect(await reasons()).toMatchObject([{ kind: 'input-file', input: 'from', path: 'input.txt' }]);
    expect(ran(await project.run())).toEqual(['work', 'after']);
  });

  test('the content of something upstream: which, while equal bytes stop there', async () => {
    project.write('input.txt', 'two');
    expect(ran(await project.run())).toEqual(['work']);
    project.write('input.txt', 'three');
    const run = await project.run();
    const stale = run.events.find((event) => event.type === 'instance-stale' && event.instance === 'after');
    expect(stale).toMatchObject({ reasons: [{ kind: 'upstream-content', input: 'x', instance: 'work' }] });
  });

  test('a function that it reaches, by file and name', async () => {
    edit('src/numbers.ts', 'n * factor', 'factor * n');
    expect(await reasons()).toEqual([
      { kind: 'code', file: 'src/numbers.ts', part: 'double', change: 'changed' },
    ]);
    // The result is the same, so that what follows stays.
    expect(ran(await project.run())).toEqual(['work']);
  });

  test('a constant that it reaches through another module', async () => {
    edit('src/table.ts', 'offset: 0', 'offset: 7');
    expect(await reasons()).toEqual([
      { kind: 'code', file: 'src/table.ts', part: 'table', change: 'changed' },
    ]);
  });

  test('code that it loads while it runs', async () => {
    edit('src/lazy.ts', 'n / 2', 'n / 4');
    expect(await reasons()).toEqual([{ kind: 'code', file: 'src/lazy.ts', part: 'half', change: 'changed' }]);
    expect(ran(await project.run())).toEqual(['work', 'after']);
  });

  test('code that is new or gone', async () => {
    edit('src/numbers.ts', 'n * factor + table.offset', 'triple(n)');
    expect(await reasons()).toEqual([
      { kind: 'code', file: 'src/numbers.ts', part: 'double', change: 'changed' },
      { kind: 'code', file: 'src/numbers.ts', part: 'factor', change: 'removed' },
      { kind: 'code', file: 'src/numbers.ts', part: 'triple', change: 'added' },
      { kind: 'code', file: 'src/table.ts', part: 'table', change: 'removed' },
    ]);
  });

  test('the version of a package: old and new', async () => {
    edit('node_modules/measure/package.json', '1.0.0', '1.1.0');
    expect(await reasons()).toEqual([{ kind: 'package', name: 'measure', old: '1.0.0', new: '1.1.0' }]);
  });

  test('an environment variable, and not its value', async () => {
    process.env['EOS_TEST_FLAVOUR'] = 'plain';
    try {
      expect(await reasons()).toEqual([{ kind: 'environment', name: 'EOS_TEST_FLAVOUR', change: 'added' }]);
    } finally {
      delete process.env['EOS_TEST_FLAVOUR'];
    }
  });

  test('a missing output and a damaged one', async () => {
    const path = project.output('work');
    mkdirSync(join(project.root, 'aside'));
    const bytes = readFileSync(join(path, 'x'));
    removeTree(path);
    expect(await reasons()).toEqual([{ kind: 'missing-output', path }]);
    mkdirSync(path);
    writeFileSync(join(path, 'x'), `${bytes.toString()}?`);
    const problem = `it has ${bytes.length + 1} bytes, expected ${bytes.length}`;
    expect(await reasons()).toEqual([{ kind: 'damage', path: join(path, 'x'), problem }]);
  });

  test('forced', async () => {
    const { instances } = await inspectPlan(project.plan(), {
      cacheFolder: project.cache,
      force: true,
      targets: ['work'],
    });
    expect(instances[0]!.reasons).toEqual([{ kind: 'forced' }]);
    expect(ran(await project.run({ force: true, targets: ['work'] }))).toEqual(['work']);
  });

  test('another command', async () => {
    const [work, after] = project.adapt([]);
    project.adapt = () => [
      work!,
      { ...after!, work: { kind: 'run', command: 'echo > "$EOS_OUTPUT/y"', outputs: ['y'] } },
    ];
    const { instances } = await inspectPlan(project.plan(), { cacheFolder: project.cache });
    expect(instances[1]!.reasons).toEqual([
      {
        kind: 'command',
        old: 'cat "$EOS_INPUT_X/x" > "$EOS_OUTPUT/y" → y',
        new: 'echo > "$EOS_OUTPUT/y" → y',
      },
    ]);
  });
});

describe('a file that is saved while a run is going on', () => {
  const SLOW = `
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export default {
  name: 'slow', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['x'],
  async run({ params, output }) {
    writeFileSync(params.ready, '');
    while (!existsSync(params.gate)) await setTimeout(20);
    const { half } = await import('../src/lazy.ts');
    writeFileSync(output + '/x', String(half(1)));
  },
};
`;

  async function editedWhileRunning(act: () => void): Promise<Ended> {
    const [ready, gate] = [join(project.root, 'ready'), join(project.root, 'gate')];
    project.write('stages/slow.ts', SLOW);
    project.adapt = () => [project.instance('slow', { params: { ready, gate } })];
    const run = project.start();
    await expect.poll(() => exists(ready)).toBe(true);
    act();
    writeFileSync(gate, '');
    const ended = await run.ended;
    rmSync(ready);
    rmSync(gate);
    return ended;
  }

  test('does not matter where it was loaded before', async () => {
    const ended = await editedWhileRunning(() => {
      edit('stages/slow.ts', 'half(1)', 'half(2)');
    });
    expect(ended.code).toBe(0);
    expect(await reasons()).toMatchObject([{ kind: 'code', file: 'stages/slow.ts' }]);
  });

  test('is found where it was loaded after: no result is kept under the old key', async () => {
    const ended = await editedWhileRunning(() => {
      edit('src/lazy.ts', 'n / 2', 'n / 8');
    });
    expect(ended.summary!.failures[0]!.error).toMatchObject({
      code: 'stage-code',
      message: `${join(project.root, 'src/lazy.ts')} changed after this run had started`,
      hint: 'Run the same command again: it takes the new code, and everything that it does not touch stays cached.',
    });
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
