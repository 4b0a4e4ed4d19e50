import { describe, expect, it } from 'vitest';
import { eosPipeline } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

const folder = (): string => projectFolder(smallProject);

describe('the command line', () => {
  it.each([
    [['--foo'], "error: unknown option '--foo'\n"],
    [['status', '--jons'], "error: unknown option '--jons'\n(Did you mean --jobs?)\n"],
    [
      ['-j', 'many'],
      "error: option '-j, --jobs <number>' argument 'many' is invalid. A whole number of at least 1 is expected.\n",
    ],
    [
      ['gc', '--keep-days', '-3'],
      "error: option '--keep-days <days>' argument '-3' is invalid. A number of days is expected.\n",
    ],
    [['dag', 'extra'], "error: too many arguments for 'dag'. Expected 0 arguments but got 1: extra.\n"],
    [
      ['dag', '--format', 'png'],
      "error: option '--format <format>' argument 'png' is invalid. Allowed choices are ascii, mermaid, dot, html.\n",
    ],
    [['why'], `"why" needs an instance or a stage\n  for example: eos-pipeline why 'number[value=2]'\n`],
    [
      ['statsu'],
      'there is no stage "statsu"\n  statsu\n  ^^^^^^\n  did you mean the command "status"?\n\n1 fault; nothing was run.\n',
    ],
    [
      ['repro', 'statsu'],
      'there is no stage "statsu"\n  statsu\n  ^^^^^^\n  there are: number, power, page\n\n1 fault; nothing was run.\n',
    ],
  ])('ends with exit code 2 for %j, with a clear text', async (args, stderr) => {
    expect(await eosPipeline(folder(), ...args)).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  it('takes global options before and after the command', async () => {
    const [before, after] = await Promise.all([
      eosPipeline(folder(), '--set', 'params.values=[7]', 'dag'),
      eosPipeline(folder(), 'dag', '--set', 'params.values=[7]'),
    ]);
    expect(before).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: '○ unit.txt\n● number\n● power\n● page\n'.replace(/number|power/g, '$& ×1  (value 1)'),
    });
    expect(after).toEqual(before);
  });

  it('shows its commands and options', async () => {
    const { exitCode, stdout } = await eosPipeline(folder(), '--help');
    expect(exitCode).toBe(0);
    for (const word of [
      'repro',
      'status',
      'why',
      'dag',
      'log',
      'metrics',
      'diff',
      'verify',
      'gc',
      'report',
      'doctor',
      'init',
      'schema',
      'completion',
      '--only',
      '--keep-going',
    ])
      expect(stdout).toContain(word);
    expect((await eosPipeline(folder(), '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
