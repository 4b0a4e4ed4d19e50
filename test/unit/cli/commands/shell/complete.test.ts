import { describe, expect, it } from 'vitest';
import { run } from '../../../../../src/cli/commands/shell/complete.ts';
import { createProgram } from '../../../../../src/cli/program.ts';
import { captured } from '../../../../captured.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { smallProject } from '../../../../small-project.ts';

async function following(words: string[], files = smallProject): Promise<string[]> {
  const program = createProgram(() => undefined);
  const { text } = await captured(() => run(words, { cwd: projectFolder(files), color: false }, program));
  return text.split('\n').filter((word) => word !== '');
}

describe('complete', () => {
  it('offers commands, stages and options at the start', async () => {
    const words = await following([]);
    expect(words).toEqual(
      expect.arrayContaining([
        'repro',
        'status',
        'completion',
        'number',
        'power',
        'page',
        '--profile',
        '--json',
      ]),
    );
    expect(words).not.toContain('complete');
  });

  it('offers stages only where a command takes targets', async () => {
    expect(await following(['why'])).toContain('power');
    expect(await following(['gc'])).not.toContain('power');
    expect(await following(['gc'])).toContain('--keep-days');
  });

  it('offers the values of options that have a known set of them', async () => {
    expect(await following(['--profile'])).toEqual(['cubes', 'squares']);
    expect(await following(['status', '--only'])).toEqual(['value=2', 'value=3']);
    expect(await following(['dag', '--format'])).toEqual(['ascii', 'mermaid', 'dot', 'html']);
    expect(await following(['completion'])).toEqual(['bash', 'zsh', 'fish']);
    expect(await following(['--jobs'])).toEqual([]);
  });

  it('offers commands and options although pipeline.yaml is broken', async () => {
    const words = await following([], { 'pipeline.yaml': 'version: 3\n' });
    expect(words).toContain('status');
    expect(words).not.toContain('power');
  });
});
