import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { warnUndeclared } from '../../../../src/execution/survey/warn-undeclared.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { runScope } from '../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';

/** What is said about a stage `make` of a project. */
async function warnings(
  files: Record<string, string>,
  parts: (root: string) => Partial<Instance>,
): Promise<string[]> {
  const root = projectFolder(files);
  const instances = ['make[n=1]', 'make[n=2]'].map((id) => instanceOf(root, id, parts(root)));
  const run = await runScope(planOver(root, instances));
  warnUndeclared(run, instances);
  return run.events.map((event) => {
    expect(event).toMatchObject({ type: 'instance-warning', instance: 'make[n=1]', stage: 'make' });
    return event.type === 'instance-warning' ? event.message : '';
  });
}

const command = (text: string): Partial<Instance> => ({ work: { kind: 'run', command: text, outputs: [] } });

describe('warnUndeclared', () => {
  it('names each variable of a command that is not declared, once a stage', async () => {
    const text = 'echo $MYVAR $OTHER $HOME ${OMP_NUM_THREADS} > $EOS_OUTPUT/x';
    expect(await warnings({}, () => ({ ...command(text), env: ['OTHER'] }))).toEqual([
      'the command names the environment variable MYVAR, which is not there for it: declare it, env: [MYVAR]',
    ]);
  });

  it('minds no word of a command that is too long for a name', async () => {
    expect(
      await warnings({}, () => command(`echo ${'x'.repeat(300)} ${'y/'.repeat(3000)} > $EOS_OUTPUT/x`)),
    ).toEqual([]);
  });

  it('names each variable of the code that is not declared', async () => {
    const files = {
      'stages/make.js': stageText('return { v: process.env.MYVAR, d: process.env.EOS_DATA_DIR };'),
    };
    expect(await warnings(files, () => ({}))).toEqual([
      'the code names the environment variable MYVAR, which is not there for it: declare it, env: [MYVAR]',
    ]);
    expect(await warnings(files, () => ({ env: ['MYVAR'] }))).toEqual([]);
  });

  it('says where the code loads what its key cannot see', async () => {
    const told = (place: string): string =>
      `${place} leads is decided when the stage runs, so its key may miss it, and a change of it go unnoticed; write each name out, as in import("./x.ts") or new URL("./x.txt", import.meta.url); where that is meant, say "// outside of the key" above it`;
    const files = {
      'package.json': '{ "type": "module" }',
      'stages/make.js': `import { meant, pick } from '../lib/pick.ts';\n${stageText('await pick(params.kind); meant(params.kind); return {};')}`,
      'lib/pick.ts': `// Types and comments go before the code is read.
export interface Kind { name: string }

export function pick(kind: Kind): Promise<unknown> {
  const known: string = './known.ts';
  return kind.name === 'known' ? import(known) : import(\`./\${kind.name}.ts\`);
}
export const meant = (kind: Kind) =>
  // Outside of the key, on purpose.
  require(kind.name);
export const unreached = (name: string) => import(name);
`,
      'lib/known.ts': 'export {};',
    };
    expect(await warnings(files, () => ({}))).toEqual([
      told('lib/pick.ts:6:50: where import(`./${kind.name}.ts`)'),
    ]);
  });

  it.each(['bash do.sh', './do.sh', "bash -c 'sh do.sh'", 'sh < do.sh > $EOS_OUTPUT/x'])(
    'names a file of the project that is not under "needs": %s',
    async (text) => {
      expect(await warnings({ 'do.sh': '' }, () => command(text))).toEqual([
        'the command names the file do.sh, which is not under "needs": a change of it would go unnoticed; write needs: { x: { file: do.sh } }',
      ]);
    },
  );

  it.each(['echo do > do.sh', 'cat missing.sh', 'cat $EOS_OUTPUT/do.sh', 'ls lib', 'cat ../do.sh'])(
    'says nothing of what it writes, what is not there, and folders: %s',
    async (text) => {
      expect(await warnings({ 'do.sh': '', 'lib/a': '' }, () => command(text))).toEqual([]);
    },
  );

  it('says nothing of a file under "needs", or in a folder there', async () => {
    const files = { 'do.sh': '', 'lib/a.csv': '' };
    const needs = (root: string): Instance['needs'] => ({
      script: { kind: 'file', path: join(root, 'do.sh'), name: 'do.sh' },
      tables: { kind: 'file', path: join(root, 'lib'), name: 'lib' },
    });
    expect(
      await warnings(files, (root) => ({ ...command('sh do.sh lib/a.csv'), needs: needs(root) })),
    ).toEqual([]);
  });
});
