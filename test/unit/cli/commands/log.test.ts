import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../../../src/cli/commands/log.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

describe('log', () => {
  it("prints an instance's newest log", async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder);
    const { text } = await captured(() => run(['number[value=3]'], { cwd: folder, color: false }));
    expect(text).toMatch(/^--- .* number\[value=3\] attempt 1, key [0-9a-f]{64}\nmaking 3\n$/);
    expect(
      await messageOf(
        captured(() => run(['number'], { cwd: folder, color: false })),
        folder,
      ),
    ).toBe('"number" names 2 instances with a log each');
  });

  it('lets a terminal obey nothing in it, and gives a file every byte', async () => {
    const folder = projectFolder({
      'pipeline.yaml': String.raw`version: 1
stages:
  a: { run: "printf '\\033[2Jgone\\r\\nnext\\n'; touch $EOS_OUTPUT/x", outputs: [x] }
`,
    });
    await eosPipeline(folder);
    const log = async (): Promise<string> =>
      (await captured(() => run(['a'], { cwd: folder, color: false }))).text.split('\n').slice(1).join('\n');
    expect(await log()).toBe('\u001b[2Jgone\r\nnext\n');
    const before = process.stdout.isTTY;
    process.stdout.isTTY = true;
    onTestFinished(() => {
      process.stdout.isTTY = before;
    });
    expect(await log()).toBe('␛[2Jgone\nnext\n');
  });

  it('asks for an instance with an example', async () => {
    const folder = projectFolder(smallProject);
    await expect(run([], { cwd: folder, color: false })).rejects.toMatchObject({
      message: '"log" needs an instance or a stage',
      hint: "for example: eos-pipeline log 'number[value=2]'",
    });
  });

  it('says that an instance never ran', async () => {
    const folder = projectFolder(smallProject);
    expect(
      await messageOf(
        captured(() => run(['page'], { cwd: folder, color: false })),
        folder,
      ),
    ).toBe('"page" has no log: it never ran here');
  });
});
