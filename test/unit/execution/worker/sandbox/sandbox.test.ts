import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WorkerProcess } from '../../../../../src/execution/schedule/workers/worker-process.ts';
import { workingFolder } from '../../../../../src/execution/working-folder.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { sandboxMakers } from '../../../../sandbox-makers.ts';
import { performed, sandboxedCommand, withData } from '../../../../sandboxed-job.ts';

describe.each(sandboxMakers)('a command in a sandbox of %s', (by) => {
  it('finds its inputs, and of the project, the home folder and temporary files nothing else', async () => {
    const outside = projectFolder({ 'other/x': '' });
    const job = sandboxedCommand(
      by,
      `cat "$EOS_INPUT_DATA/a.txt" > "$EOS_OUTPUT/x"; ls -A; echo mine > ~/y; cat ~/y; cat secret.txt || echo hidden; ls ${outside}/other || echo hidden`,
      { 'in/a.txt': 'one\n', 'secret.txt': 'two\n' },
    );
    const { made, log } = await performed(withData(job, 'in'));
    expect(made('x')).toBe('one\n');
    expect(log).toMatch(/^in\nmine\ncat: .*\nhidden\nls: .*\nhidden\n$/);
    expect(existsSync(workingFolder(job.staging))).toBe(false);
  });

  it('cannot write to an input, the project or the system', async () => {
    const command =
      'for path in in/a.txt in/b x /usr/x; do echo no > $path || echo refused; done; touch "$EOS_OUTPUT/x"';
    const job = sandboxedCommand(by, command, { 'in/a.txt': 'one\n' });
    const { result, log } = await performed(withData(job, 'in'));
    expect(result.type).toBe('stored');
    expect(log.match(/refused/g)).toHaveLength(4);
    expect(readFileSync(join(job.projectRoot, 'in/a.txt'), 'utf8')).toBe('one\n');
  });

  it('tells how it ended, and what its sandbox lacks', async () => {
    const { result } = await performed(sandboxedCommand(by, 'cat secret.txt', { 'secret.txt': '' }));
    expect(result).toMatchObject({
      type: 'failed',
      error: {
        message: 'the command ended with exit code 1: cat secret.txt',
        hint: 'Its output is in the log. In its sandbox are the programs of the system and of PATH, node_modules, and what stands under "needs"; nothing else of the project or the home folder.',
      },
    });
    expect((await performed(sandboxedCommand(by, 'kill -9 $$'))).result).toMatchObject({
      error: { message: 'the command ended with exit code 137 (SIGKILL): kill -9 $$' },
    });
  });

  it('is told of what it leaves running, and fails where that writes to the output', async () => {
    const quiet = await performed(
      sandboxedCommand(by, 'touch "$EOS_OUTPUT/x"; setsid sleep 60 > /dev/null 2>&1 &'),
    );
    expect(quiet.result.type).toBe('stored');
    const message = /^the stage left processes running, which were ended: \d+ \(sleep 60\)/;
    expect(quiet.news).toEqual([{ type: 'warning', message: expect.stringMatching(message) as string }]);
    const writing = await performed(
      sandboxedCommand(by, 'touch "$EOS_OUTPUT/x"; setsid sleep 60 >> "$EOS_OUTPUT/x" 2>&1 &'),
    );
    expect(writing.result).toMatchObject({
      error: { message: expect.stringMatching(/had x open for writing$/) as string },
    });
  });

  it('cleans up when it is asked to stop', async () => {
    const job = sandboxedCommand(by, 'trap "echo cleaned up; exit 1" TERM; echo ready; sleep 60 & wait');
    const worker = new WorkerProcess();
    onTestFinished(() => {
      worker.kill();
    });
    const ended = worker.perform(job, () => undefined);
    const log = (): string => (existsSync(job.log) ? readFileSync(job.log, 'utf8') : '');
    await expect.poll(log, { timeout: 120_000 }).toContain('ready');
    worker.abort('timeout');
    expect(await ended).toEqual({ type: 'stopped', why: 'timeout', checkpoint: false });
    expect(log()).toContain('cleaned up');
  });
});

it.runIf(process.platform === 'linux')('says so where the sandbox cannot be made', async () => {
  const job = sandboxedCommand('bubblewrap', 'true');
  const folder = projectFolder({});
  mkdirSync(join(folder, 'bin'));
  const before = process.env['PATH'];
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
  process.env['PATH'] = join(folder, 'bin');
  const { result } = await performed(job);
  expect(result).toMatchObject({
    type: 'failed',
    error: {
      message: expect.stringMatching(
        /^the sandbox of the stage could not be made \(bubblewrap\): .*not found/,
      ) as string,
      hint: 'Run "eos-pipeline doctor" here: it says what stands in the way. Without "sandbox: true" the stage runs as others do.',
    },
  });
  expect(readdirSync(dirname(job.staging))).toEqual([basename(job.staging)]);
});
