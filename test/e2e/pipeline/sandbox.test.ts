import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eosPipeline, eosPipelineWith } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';
import { sandboxMakers } from '../../sandbox-makers.ts';

const pipeline = `version: 1
params: { sandbox: true }
stages:
  dice:
    uses: eos-pipeline/stages/generate-dice.ts
    sandbox: '\${{ params.sandbox }}'
    with: { seed: 1, imagesPerClass: 4, channels: 1, inputs: black-on-white }
  train:
    uses: eos-pipeline/stages/train.ts
    sandbox: '\${{ params.sandbox }}'
    needs: { dataset: dice }
    with:
      { experiment: tiny, criterion: cross-entropy, stopLoss: 0.5, size: 12, networkSeed: 0, subsetSeed: 0,
        network: { depth: 2, width: 3, activation: elu, init: xavier-normal, gain: 1.4 },
        solver: { method: exponential-euler, errorTolerance: 1.0e-5, maxStepSize: 0.01, eigenpairs: outputs, tolerance: 1.0e-4, snapshotEvery: 20, maxIterations: 40 } }
  analyze:
    uses: eos-pipeline/stages/analyze.ts
    sandbox: '\${{ params.sandbox }}'
    needs: { run: train }
    with: { ignoreBefore: 10 }
`;

describe.runIf(sandboxMakers.length > 0)('the stages of the paper in a sandbox', () => {
  it('make the same bytes as without', async () => {
    const folder = projectFolder({ 'pipeline.yaml': pipeline });
    const [open, closed] = ['false', 'true'].map((sandbox) => [
      'repro',
      '--set',
      `params.sandbox=${sandbox}`,
    ]);
    expect(await eosPipeline(folder, ...closed!)).toMatchObject({ exitCode: 0, stderr: '' });
    const lock = readFileSync(join(folder, 'pipeline.lock'), 'utf8');
    expect(lock.split('\n')).toHaveLength(5);
    expect((await eosPipeline(folder, ...open!, '--cache-dir', join(folder, 'other'))).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'pipeline.lock'), 'utf8')).toBe(lock);
    // It is no part of the key.
    const again = await eosPipeline(folder, ...open!);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing to do') as string });
  });
});

describe.runIf(process.platform === 'linux')('where no sandbox can be made', () => {
  const files = {
    'pipeline.yaml':
      'version: 1\nstages:\n  a: { run: "touch $EOS_OUTPUT/x", outputs: [x] }\n  b: { sandbox: true, run: "touch $EOS_OUTPUT/x", outputs: [x], needs: { a: a } }\n',
    'none/.keep': '',
  };

  it('a run is refused before anything runs, and one with nothing to do is not', async () => {
    const folder = projectFolder(files);
    const PATH = join(folder, 'none');
    const refused = await eosPipelineWith({ PATH }, folder);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      /the stage "b" asks for a sandbox, and none can be made here: bubblewrap: it is not installed; unshare: it is not installed/,
    );
    expect(refused.stderr).toContain('Install bubblewrap, or allow user namespaces');
    expect(refused.stdout).not.toContain('a done');
  });

  it('doctor says so, and what to do', async () => {
    const folder = projectFolder(files);
    const { stdout, exitCode } = await eosPipelineWith({ PATH: join(folder, 'none') }, folder, 'doctor');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^sandbox +none: bubblewrap: it is not installed; unshare: it is not installed$/m);
    expect(stdout).toMatch(/^ +Install bubblewrap, or allow user namespaces/m);
  });
});
