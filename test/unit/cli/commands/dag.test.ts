import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/dag.ts';
import { captured } from '../../../captured.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

type Options = Partial<Parameters<typeof run>[1]>;

async function dag(options: Options, cwd = projectFolder(smallProject)): Promise<string> {
  return (await captured(() => run([], { cwd, color: false, format: 'ascii', ...options }))).text;
}

describe('dag', () => {
  it('draws stages', async () => {
    expect(await dag({})).toBe(`○ unit.txt
● number ×2  (value 2)
● power ×2  (value 2)
● page
`);
  });

  it('draws every instance with --full', async () => {
    expect(await dag({ full: true })).toBe(`○ unit.txt
├─╮
│ ● number[value=2]
│ ● power[value=2]
● │ number[value=3]
● │ power[value=3]
├─╯
● page
`);
  });

  it('draws for other programs', async () => {
    expect(await dag({ format: 'mermaid' })).toMatch(/^flowchart TD\n/);
    expect(await dag({ format: 'dot' })).toMatch(/^digraph "Small" \{\n/);
    expect(JSON.parse(await dag({ json: true }))).toMatchObject({
      type: 'dag',
      title: 'Small',
      nodes: [{ id: 'unit.txt' }, {}, {}, {}],
    });
  });

  it('writes into a file, and says where', async () => {
    const file = join(projectFolder({}), 'dag.html');
    expect(await dag({ format: 'html', output: file })).toBe(`${file}\n`);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('says that it cannot write', async () => {
    const folder = projectFolder(smallProject);
    expect(await messageOf(dag({ output: join(folder, 'nowhere/dag.txt') }, folder), folder)).toBe(
      `--output nowhere/dag.txt cannot be written: ENOENT: no such file or directory, open 'nowhere/dag.txt'`,
    );
  });
});
