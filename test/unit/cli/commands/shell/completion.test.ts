import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../../src/cli/commands/shell/completion.ts';
import { captured } from '../../../../captured.ts';
import { BIN } from '../../../../command-line.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { smallProject } from '../../../../small-project.ts';

async function script(shell: string): Promise<string> {
  return (await captured(() => run([shell]))).text;
}

/** What bash offers after these words. */
async function offered(...words: string[]): Promise<string[]> {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const text = execFileSync(
    'bash',
    [
      '-c',
      `eos-pipeline() { '${process.execPath}' '${BIN}' "$@"; }
${await script('bash')}
COMP_WORDS=(eos-pipeline ${quoted}); COMP_CWORD=${words.length}
_eos_pipeline
printf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
    { cwd: projectFolder(smallProject), encoding: 'utf8' },
  );
  return text.trim().split('\n');
}

describe('completion', () => {
  it('offers commands and stages, options, and the values of options in bash', async () => {
    expect(await offered('p')).toEqual(['push', 'pull', 'power', 'page']);
    expect(await offered('status', 'nu')).toEqual(['number']);
    expect(await offered('dag', '--fo')).toEqual(['--force', '--format']);
    expect(await offered('dag', '--format', '')).toEqual(['ascii', 'mermaid', 'dot', 'html']);
    expect(await offered('--profile', 'c')).toEqual(['cubes']);
  });

  it('has scripts for zsh and fish too', async () => {
    expect(await script('zsh')).toMatch(/^#compdef eos-pipeline\n/);
    expect(await script('fish')).toContain('complete -c eos-pipeline');
  });

  it('knows no other shell', () => {
    expect(() => run(['tcsh'])).toThrow('there is no completion for "tcsh"');
  });
});
