import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eosPipeline, jsonLines, type Outcome } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';

/** Counts for six seconds at least, and saves its state only when it is asked to stop. */
const project = {
  'pipeline.yaml': `version: 1
stages:
  before: { run: 'echo 1 > "$EOS_OUTPUT/x"', outputs: [x] }
  count: { uses: ./stages/count.ts, with: { steps: 300 }, needs: { before: before } }
  after: { run: 'cp "$EOS_INPUT_COUNT/trail.txt" "$EOS_OUTPUT/trail.txt"', needs: { count: count }, outputs: [trail.txt], publish: results }
`,
  'package.json': '{ "type": "module" }',
  'stages/count.ts': `import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { defineStage, z } from 'eos-pipeline';
export default defineStage({
  name: 'count', description: '', params: z.strictObject({ steps: z.int() }), inputs: { before: 'one' }, outputs: ['trail.txt'],
  async run({ params, output, checkpoint, signal }) {
    const saved = checkpoint.load();
    const trail: number[] = saved === undefined ? [1] : JSON.parse(readFileSync(join(saved, 'trail.json'), 'utf8'));
    while (trail.length < params.steps) {
      if (signal.aborted) {
        await checkpoint.save((folder) => writeFileSync(join(folder, 'trail.json'), JSON.stringify(trail)));
        throw signal.reason;
      }
      trail.push((trail.at(-1)! * 48271) % 2147483647);
      await setTimeout(20);
    }
    writeFileSync(join(output, 'trail.txt'), trail.join('\\n'));
  },
});
`,
};

function results(folder: string): string[] {
  return ['results/trail.txt', 'pipeline.lock'].map((path) => readFileSync(join(folder, path), 'utf8'));
}

describe('repro --time-budget', () => {
  it('stops in time with exit code 4, and the same command goes on from there to the same bytes', async () => {
    const [folder, undisturbed] = [projectFolder(project), projectFolder(project)];
    expect((await eosPipeline(undisturbed)).exitCode).toBe(0);
    const calls: Outcome[] = [];
    // On a busy machine the first may be over before the stage has started: each has more than the one before.
    do calls.push(await eosPipeline(folder, 'repro', '--json', '--time-budget', `${4 + 2 * calls.length}s`));
    while (calls.at(-1)!.exitCode === 4 && calls.length < 10);
    expect(calls.at(-1)!.exitCode).toBe(0);
    expect(calls.length).toBeGreaterThan(1);
    const events = calls.flatMap(jsonLines);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'interrupt-requested', signal: 'time budget', running: 1 }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'instance-interrupted', instance: 'count', checkpoint: true }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'instance-started', instance: 'count', resumed: true }),
    );
    expect(results(folder)).toEqual(results(undisturbed));
  });

  it('starts nothing where the time is over before anything could start, and says how to go on', async () => {
    const folder = projectFolder(project);
    const { exitCode, stdout } = await eosPipeline(folder, '--time-budget', '1ms');
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(
      /^\S+ the time budget is over: nothing more is started; waiting up to 15\.0 s for 0 running to save their state \(Ctrl-C: stop at once\)$/m,
    );
    expect(stdout).toMatch(
      /^unfinished, the time budget was over after \S+ s: 3 not run\. The same command goes on from here\.$/m,
    );
  });

  it('does not change a run that ends before', async () => {
    const folder = projectFolder({
      'pipeline.yaml':
        'version: 1\nstages: { a: { run: \'echo > "$EOS_OUTPUT/x"\', outputs: [x], publish: out } }\n',
    });
    expect((await eosPipeline(folder, 'repro', '--time-budget', '50d')).exitCode).toBe(0);
    expect((await eosPipeline(folder, 'repro', '--time-budget', '1ms')).stdout).toMatch(/^nothing to do/);
  });

  it.each(['5', '0s', 'soon'])('refuses the time %j', async (time) => {
    expect(await eosPipeline(projectFolder(project), 'repro', '--time-budget', time)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: option '--time-budget <time>' argument '${time}' is invalid. A time above zero with its unit is expected: 90s, 30m, 5.5h.\n`,
    });
  });
});
