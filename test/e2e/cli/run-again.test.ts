import { describe, expect, it } from 'vitest';
import { eosPipeline, jsonLines } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';

const project = {
  'pipeline.yaml': `version: 1
stages:
  steady: { run: 'echo same > $EOS_OUTPUT/x', outputs: [x] }
  random: { run: 'echo "head $$ $(date +%N)" > $EOS_OUTPUT/y', outputs: [y] }
  both: { needs: { a: steady, b: random }, run: 'cat $EOS_INPUT_A/x $EOS_INPUT_B/y > $EOS_OUTPUT/z', outputs: [z] }
`,
};

describe.skipIf(process.platform === 'win32')('repro --check-determinism', () => {
  it('says which file differs and at which byte first, and stores nothing', async () => {
    const folder = projectFolder(project);
    const nothing = await eosPipeline(folder, 'repro', '--check-determinism');
    expect(nothing).toMatchObject({
      exitCode: 0,
      stdout:
        'nothing was compared: only what is up to date, with its output and its inputs in the cache, can be ("eos-pipeline repro" first)\n',
    });
    expect((await eosPipeline(folder, 'repro')).exitCode).toBe(0);
    const checked = await eosPipeline(folder, 'repro', '--check-determinism', '2', '-j', '1');
    expect(checked.exitCode).toBe(1);
    const lines = checked.stdout.split('\n');
    expect(lines[0]).toBe('same     both');
    expect(lines[1]).toMatch(
      /^differs {2}random: y: byte \d+ was (0x[0-9a-f]{2}|behind the end), and is (0x[0-9a-f]{2}|behind the end) now$/,
    );
    expect(lines.slice(2)).toEqual([
      'same     steady',
      '3 instances ran again: 2 gave the same bytes, 1 other bytes, 0 failed; nothing was stored',
      '',
    ]);
    const target = await eosPipeline(folder, 'repro', 'steady', '--check-determinism', '--json');
    expect(target.exitCode).toBe(0);
    expect(jsonLines(target)).toMatchObject([
      { version: 1, type: 'determinism-checked', instance: 'steady', same: true },
    ]);
    expect((await eosPipeline(folder, 'repro')).stdout).toContain('nothing to do');
  });

  it('refuses a number of instances that is none', async () => {
    const { exitCode, stderr } = await eosPipeline(
      projectFolder(project),
      'repro',
      '--check-determinism',
      'x',
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("'--check-determinism [number]' argument 'x' is invalid");
  });
});
