import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/diff.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { git } from '../../../git.ts';
import { smallProject } from '../../../small-project.ts';

async function diff(cwd: string, against?: string, json = false): Promise<string> {
  return (await captured(() => run(against === undefined ? [] : [against], { cwd, color: false, json })))
    .text;
}

describe('diff', () => {
  it('compares with a git revision and with another lock file: what moved in the key, outputs, instances', async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder);
    git(folder, 'init');
    git(folder, 'add', 'pipeline.lock');
    git(folder, 'commit', '--message', 'results');
    expect(await diff(folder)).toBe('no difference to HEAD\n');
    copyFileSync(join(folder, 'pipeline.lock'), join(folder, 'before.lock'));
    await eosPipeline(folder, '--set', 'params.power=4', '--set', 'params.values=[3, 5]');
    const text = await diff(folder);
    expect(text).toMatch(/^\+ number\[value=5\]$/m);
    expect(text).toMatch(/^- number\[value=2\]$/m);
    expect(text).toMatch(/^~ power\[value=3\]\n {4}command: .*\n {4}parameter power: 2 → 4$/m);
    expect(text).toMatch(/^~ page\n[^~]*input powers: the output of power\[value=2\] is gone$/m);
    expect(text).not.toContain('number[value=3]\n');
    expect(await diff(folder, join(folder, 'before.lock'))).toBe(text);
    const json = JSON.parse(await diff(folder, 'HEAD', true)) as { differences: { instance: string }[] };
    expect(json).toMatchObject({ type: 'diff', against: 'HEAD' });
    expect(json.differences.map(({ instance }) => instance)).toContain('power[value=3]');
  });

  it('compares metrics, and says where the cache knows no more what moved', async () => {
    const digest = (letter: string): string => letter.repeat(64);
    const line = (key: string, output: string, metrics: object): string =>
      `train ${digest(key)} ${digest(output)} ${JSON.stringify(metrics)}\n`;
    const folder = projectFolder({
      'before.lock': line('a', 'b', { loss: 0.5, steps: 3 }),
      'pipeline.lock': line('c', 'd', { loss: 0.25, kind: 'fast' }),
      'again.lock': line('c', 'e', { loss: 0.25, kind: 'fast' }),
    });
    expect(await diff(folder, join(folder, 'before.lock'))).toBe(`~ train
    what moved is not known: the cache has not both records
    loss: 0.5 → 0.25
    steps: 3 → absent
    kind: absent → fast
`);
    expect(await diff(folder, join(folder, 'again.lock'))).toBe(`~ train
    nothing moved in its key: the stage is not deterministic
`);
  });

  it('says that nothing ran yet', async () => {
    const folder = projectFolder({});
    expect(await messageOf(diff(folder), folder)).toBe(
      `there is no pipeline.lock in ${folder}: nothing ran here yet`,
    );
  });

  it('says that a revision does not exist', async () => {
    const folder = projectFolder({ 'pipeline.lock': '' });
    git(folder, 'init');
    expect(await messageOf(diff(folder, 'no-such-revision'), folder)).toMatch(
      /^"no-such-revision" is neither a lock file nor a git revision with pipeline\.lock: fatal: /,
    );
  });

  it('gives exit code 1 under --exit-code where something differs, and Markdown under --format', async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder);
    git(folder, 'init');
    git(folder, 'add', 'pipeline.lock');
    git(folder, 'commit', '--message', 'results');
    const same = await eosPipeline(folder, 'diff', '--exit-code', '--format', 'markdown');
    expect(same).toEqual({ exitCode: 0, stdout: 'No difference to HEAD.\n', stderr: '' });
    await eosPipeline(folder, 'power[value=3]', '--set', 'params.power=4');
    expect((await eosPipeline(folder, 'diff')).exitCode).toBe(0);
    expect((await eosPipeline(folder, 'diff', '--exit-code', '--json')).exitCode).toBe(1);
    const { exitCode, stdout } = await eosPipeline(folder, 'diff', '--exit-code', '--format', 'markdown');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^### Differences to HEAD\n\n\| Instance \| Change \| Because \|\n\| :-- \| :-- \| :-- \|\n\| power\\\[value=3\\\] \| changed \| command: .*; parameter power: 2 → 4 \|\n$/,
    );
  });

  it('says in a clone that the lock file is not committed, and in a new repository that nothing is', async () => {
    const folder = projectFolder({ 'pipeline.lock': '', 'a.txt': '' });
    git(folder, 'init');
    expect(await messageOf(diff(folder), folder)).toBe(
      'there is no commit yet: there is nothing to compare with',
    );
    git(folder, 'add', 'a.txt');
    git(folder, 'commit', '--message', 'no results');
    expect(await eosPipeline(folder, 'diff')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `pipeline.lock is not committed in HEAD: there is nothing to compare with
  commit it ("git add pipeline.lock"), so that later results can be compared with these, or name another revision or lock file
`,
    });
  });
});
