import { describe, expect, it } from 'vitest';
import { sandboxMakers } from '../../../../sandbox-makers.ts';
import { performed, sandboxedStage } from '../../../../sandboxed-job.ts';

describe.each(sandboxMakers.slice(0, 1))('a stage file in a sandbox', (by) => {
  it('has its checkpoints kept, and goes on from the last one', async () => {
    const first = sandboxedStage(
      by,
      `const last = checkpoint.load();
       const step = last ? Number(readFileSync(last + '/step', 'utf8')) : 0;
       for (const next of [step + 1, step + 2]) await checkpoint.save((folder) => writeFileSync(folder + '/step', String(next)));
       writeFileSync(output + '/x', step + ' ' + readFileSync(checkpoint.load() + '/step', 'utf8'));
       if (step === 0) throw new Error('stopped');`,
    );
    const stopped = await performed(first);
    expect(stopped.result).toMatchObject({ error: { message: 'stopped' } });
    expect(stopped.news).toEqual([{ type: 'checkpoint' }, { type: 'checkpoint' }]);
    const { made, result } = await performed({ ...first, staging: `${first.staging}-2` });
    expect(made('x')).toBe('2 4');
    expect(result).toMatchObject({ record: { provenance: { resumed: true } } });
  });

  it('is told where a checkpoint cannot be kept', async () => {
    const removes =
      "const { rmSync } = await import('node:fs'); await checkpoint.save((folder) => rmSync(folder, { recursive: true }));";
    expect((await performed(sandboxedStage(by, removes))).result).toMatchObject({
      type: 'failed',
      error: { message: expect.stringMatching(/^saving a checkpoint failed, the file is gone/) as string },
    });
  });

  it('is asked to stop like any other', async () => {
    const waits =
      "progress({ fraction: 0 }); await new Promise((stop) => signal.addEventListener('abort', stop)); throw signal.reason;";
    const { result } = await performed(sandboxedStage(by, waits), (worker) => {
      worker.abort('interrupt');
    });
    expect(result).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: false });
  });
});
