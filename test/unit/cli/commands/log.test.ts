import { describe, expect, it } from 'vitest';
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
