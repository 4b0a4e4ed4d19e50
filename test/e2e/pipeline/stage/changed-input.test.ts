import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';

function pipeline(spoil: string): string {
  return `version: 1
stages:
  a: { run: 'echo good > $EOS_OUTPUT/x', outputs: [x] }
  b:
    needs: { a: a }
    run: '${spoil}cat $EOS_INPUT_A/x > $EOS_OUTPUT/y'
    outputs: [y]
    publish: outb
  c: { needs: { a: a, b: b }, run: 'cat $EOS_INPUT_A/x $EOS_INPUT_B/y > $EOS_OUTPUT/z', outputs: [z], publish: outc }
`;
}

describe.skipIf(process.platform === 'win32')('a stage that changes its input', () => {
  it('fails, is not recorded, and nobody reads what it has made of the input', async () => {
    const spoil = 'chmod u+w $EOS_INPUT_A/x; echo BAD > $EOS_INPUT_A/x; ';
    const folder = projectFolder({ 'pipeline.yaml': pipeline(`${spoil}chmod u-w $EOS_INPUT_A/x; `) });
    const first = await eosPipeline(folder, 'repro');
    expect(first.exitCode).toBe(1);
    expect(first.stdout + first.stderr).toMatch(
      /the input \S+\/cache\/outputs\/\S+\/x was changed while b ran: it was written to/,
    );
    expect(existsSync(join(folder, 'outb'))).toBe(false);
    writeProject(folder, { 'pipeline.yaml': pipeline('') });
    const second = await eosPipeline(folder, 'repro');
    expect(second.exitCode).toBe(0);
    expect(readFileSync(join(folder, 'outb/y'), 'utf8')).toBe('good\n');
    expect(readFileSync(join(folder, 'outc/z'), 'utf8')).toBe('good\ngood\n');
  });

  it('fails also where it sets the content back', async () => {
    const spoil =
      'chmod u+w $EOS_INPUT_A/x; echo BAD > $EOS_INPUT_A/x; cat $EOS_INPUT_A/x > $EOS_OUTPUT/y; echo good > $EOS_INPUT_A/x; ';
    const folder = projectFolder({ 'pipeline.yaml': pipeline(spoil) });
    const { exitCode, stdout, stderr } = await eosPipeline(folder, 'repro');
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain('was changed while b ran: it was written to');
  });

  it('may give a file of the project another name in its output, which becomes a copy', async () => {
    const folder = projectFolder({
      'data/x.bin': 'x',
      'pipeline.yaml': `version: 1
stages:
  a: { matrix: { n: [1, 2, 3] }, needs: { d: { file: data } }, run: 'ln $EOS_INPUT_D/x.bin $EOS_OUTPUT/y; cat $EOS_OUTPUT/y', outputs: [y] }
  b: { needs: { d: { file: data/x.bin }, a: a }, run: 'ln $EOS_INPUT_D $EOS_OUTPUT/z', outputs: [z], publish: out }
`,
    });
    // Older than the start, as what a person has made is.
    await setTimeout(100);
    const { exitCode, stdout } = await eosPipeline(folder, 'repro', '-j', '2');
    expect([exitCode, stdout]).toEqual([0, stdout]);
    appendFileSync(join(folder, 'data/x.bin'), 'more');
    expect(readFileSync(join(folder, 'out/z'), 'utf8')).toBe('x');
  });
});
