import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActionRecord, InputSource } from '../../../../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { stageCodes } from '../../../../src/cache/code/code-digest.ts';
import { type Digest, sha256 } from '../../../../src/cache/files/digest.ts';
import { KEY_FORMAT, type KeyFields, actionKey } from '../../../../src/cache/actions/action-key.ts';
import { explainKey } from '../../../../src/execution/survey/explain.ts';
import type { Reason } from '../../../../src/execution/survey/reason.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { fieldsOf, recordAction, temporaryCache } from '../../../temporary-cache.ts';

type Sources = Record<string, InputSource[]>;

const [a, b, c] = [sha256('a'), sha256('b'), sha256('c')];

/** What moved from an action with the first fields to one with the second. */
function explain(
  before: KeyFields,
  now: KeyFields,
  sources: { before?: Sources; now?: Sources } = {},
  cache: CacheFolder = temporaryCache(),
): Reason[] {
  const record: ActionRecord = recordAction(cache, before, {}, { sources: sources.before ?? {} });
  return explainKey(cache, record, {
    key: actionKey(now),
    fields: now,
    sources: sources.now ?? {},
    projectFiles: [],
  });
}

describe('explainKey', () => {
  it('has no reason where the key is the same', () => {
    expect(explain(fieldsOf({ width: 1 }), fieldsOf({ width: 1 }))).toEqual([]);
  });

  it('names each parameter that moved by its path, with the old and the new value', () => {
    const before = fieldsOf({ width: 1, solver: { name: 'rk4', steps: [1, 2], gone: true }, same: [1] });
    const now = fieldsOf({ width: 2, solver: { name: 'rk4', steps: [1, 3], more: null }, same: [1] });
    expect(explain(before, now)).toEqual([
      { kind: 'parameter', path: 'solver.gone', old: true },
      { kind: 'parameter', path: 'solver.more', new: null },
      { kind: 'parameter', path: 'solver.steps.1', old: 2, new: 3 },
      { kind: 'parameter', path: 'width', old: 1, new: 2 },
    ]);
  });

  it('takes lists of different length for one value', () => {
    expect(explain(fieldsOf({ sizes: [1, 2] }), fieldsOf({ sizes: [1] }))).toEqual([
      { kind: 'parameter', path: 'sizes', old: [1, 2], new: [1] },
    ]);
  });

  it('names the command, or the stage file, and no parameter or seed for it', () => {
    const run = (command: string, ...outputs: string[]): KeyFields['work'] => ({ run: command, outputs });
    expect(
      explain(fieldsOf({}, { work: run('make x', 'x') }), fieldsOf({}, { work: run('make y', 'x', 'y') })),
    ).toEqual([{ kind: 'command', old: 'make x → x', new: 'make y → x, y' }]);
    expect(explain(fieldsOf({}), fieldsOf({}, { work: run('make', 'x') }))).toEqual([
      { kind: 'command', old: 'uses train', new: 'make → x' },
    ]);
  });

  it('names the seed only where its rule changed', () => {
    expect(explain(fieldsOf({}, { seed: 1 }), fieldsOf({}, { seed: 2 }))).toEqual([
      { kind: 'seed', old: 1, new: 2 },
    ]);
    expect(explain(fieldsOf({ width: 1 }), fieldsOf({ width: 2 })).map(({ kind }) => kind)).toEqual([
      'parameter',
    ]);
  });

  it('names the number of threads', () => {
    expect(explain(fieldsOf({}), fieldsOf({}, { threads: 2 }))).toEqual([
      { kind: 'threads', old: 1, new: 2 },
    ]);
  });

  it('names the format of the key', () => {
    expect(explain(fieldsOf({}, { format: 0 }), fieldsOf({}, { format: 1 }))).toEqual([
      { kind: 'format', old: 0, new: 1 },
    ]);
  });

  it('names the file that changed, by the path in pipeline.yaml', () => {
    const sources: Sources = { data: [{ file: 'data.csv' }] };
    expect(
      explain(fieldsOf({}, { inputs: { data: [a] } }), fieldsOf({}, { inputs: { data: [b] } }), {
        before: sources,
        now: sources,
      }),
    ).toEqual([{ kind: 'input-file', input: 'data', path: 'data.csv', old: a, new: b }]);
  });

  it('names the upstream instances whose content changed, and no others', () => {
    const sources: Sources = { runs: [{ instance: 'train[a=1]' }, { instance: 'train[a=2]' }] };
    expect(
      explain(fieldsOf({}, { inputs: { runs: [a, b] } }), fieldsOf({}, { inputs: { runs: [a, c] } }), {
        before: sources,
        now: sources,
      }),
    ).toEqual([{ kind: 'upstream-content', input: 'runs', instance: 'train[a=2]', old: b, new: c }]);
  });

  it('says how many members an input has gained or lost, and which', () => {
    const member = (seed: number): InputSource => ({ instance: `train[a=${seed}]` });
    expect(
      explain(fieldsOf({}, { inputs: { runs: [a, b] } }), fieldsOf({}, { inputs: { runs: [b, c, c] } }), {
        before: { runs: [member(1), member(2)] },
        now: { runs: [member(2), member(3), member(4)] },
      }),
    ).toEqual([
      { kind: 'upstream-members', input: 'runs', old: 2, new: 3 },
      { kind: 'upstream-content', input: 'runs', instance: 'train[a=3]', new: c },
      { kind: 'upstream-content', input: 'runs', instance: 'train[a=4]', new: c },
      { kind: 'upstream-content', input: 'runs', instance: 'train[a=1]', old: a },
    ]);
  });

  it('has no reason in an upstream instance of another name with the same content', () => {
    expect(
      explain(fieldsOf({}, { inputs: { data: [a] } }), fieldsOf({}, { inputs: { data: [a] } }), {
        before: { data: [{ instance: 'old-name' }] },
        now: { data: [{ instance: 'new-name' }] },
      }),
    ).toEqual([]);
  });

  it('names the environment variable, and no value of it', () => {
    expect(
      explain(fieldsOf({}, { env: { A: a, B: b, C: c } }), fieldsOf({}, { env: { A: a, B: c, D: b } })),
    ).toEqual([
      { kind: 'environment', name: 'B', change: 'changed' },
      { kind: 'environment', name: 'C', change: 'removed' },
      { kind: 'environment', name: 'D', change: 'added' },
    ]);
  });

  it('says nothing of the values that a record of format 1 has in plain text', () => {
    const before = fieldsOf({}, { format: 1, env: { TOKEN: 'hunter2' as Digest } });
    expect(explain(before, fieldsOf({}, { env: { TOKEN: a } }))).toEqual([
      { kind: 'format', old: 1, new: KEY_FORMAT },
    ]);
  });

  describe('of code', () => {
    const project = {
      'package.json': '{}',
      'stages/train.js':
        "import { step } from '../src/step.js';\nimport 'tool';\nexport default () => step();",
      'src/step.js': 'export function step() { return half(); }\nfunction half() {}',
      'node_modules/tool/package.json': '{ "version": "1.0.0" }',
    };

    async function change(
      files: Record<string, string>,
      from: Record<string, string> = {},
    ): Promise<{ cache: CacheFolder; codes: Digest[] }> {
      const cache = temporaryCache();
      const folder = projectFolder({ ...project, ...from });
      const entry = join(folder, 'stages/train.js');
      const before = (await stageCodes(cache, [entry])).get(entry)!.digest;
      writeProject(folder, files);
      return { cache, codes: [before, (await stageCodes(cache, [entry])).get(entry)!.digest] };
    }

    it('names the functions that changed, came and went, each with its file, and the package', async () => {
      const { cache, codes } = await change({
        'src/step.js': 'export function step() { return third(); }\nfunction third() {}',
        'node_modules/tool/package.json': '{ "version": "1.0.1" }',
      });
      expect(
        explain(fieldsOf({}, { code: codes[0]! }), fieldsOf({}, { code: codes[1]! }), {}, cache),
      ).toEqual([
        { kind: 'code', file: 'src/step.js', part: 'half', change: 'removed' },
        { kind: 'code', file: 'src/step.js', part: 'step', change: 'changed' },
        { kind: 'code', file: 'src/step.js', part: 'third', change: 'added' },
        { kind: 'package', name: 'tool', old: '1.0.0', new: '1.0.1' },
      ]);
    });

    it('names the module that is loaded first where the same things happen in another order', async () => {
      const [one, other] = ['const a = next();', 'const b = next();'];
      const { cache, codes } = await change(
        { 'src/step.js': `${other}\n${one}\n${project['src/step.js']}` },
        { 'src/step.js': `${one}\n${other}\n${project['src/step.js']}` },
      );
      expect(
        explain(fieldsOf({}, { code: codes[0]! }), fieldsOf({}, { code: codes[1]! }), {}, cache),
      ).toEqual([
        {
          kind: 'code',
          file: 'stages/train.js',
          part: 'the order of what happens when it is loaded',
          change: 'changed',
        },
      ]);
    });

    it('names what an imported name stood for and stands for', async () => {
      const imports = (one: string, other: string): string =>
        `import { ${one} as step, ${other} as rest } from '../src/step.js';\nexport default () => step(rest);`;
      const { cache, codes } = await change(
        { 'stages/train.js': imports('third', 'half') },
        {
          'stages/train.js': imports('half', 'third'),
          'src/step.js': 'export function half() {}\nexport function third() {}',
        },
      );
      expect(
        explain(fieldsOf({}, { code: codes[0]! }), fieldsOf({}, { code: codes[1]! }), {}, cache),
      ).toEqual([
        {
          kind: 'binding',
          file: 'stages/train.js',
          name: 'rest',
          old: 'src/step.js#third',
          new: 'src/step.js#half',
        },
        {
          kind: 'binding',
          file: 'stages/train.js',
          name: 'step',
          old: 'src/step.js#half',
          new: 'src/step.js#third',
        },
      ]);
    });

    it('says so where the pieces of the old code are gone', async () => {
      const { cache, codes } = await change({ 'src/step.js': 'export function step() {}' });
      rmSync(join(cache.code, 'pieces', `${codes[0]}.json`));
      expect(
        explain(fieldsOf({}, { code: codes[0]! }), fieldsOf({}, { code: codes[1]! }), {}, cache),
      ).toEqual([
        { kind: 'code', file: 'unknown', part: 'the pieces of the old code are gone', change: 'changed' },
      ]);
    });
  });
});
