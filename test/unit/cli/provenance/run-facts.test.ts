import { describe, expect, it } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { readLockFile } from '../../../../src/cache/lock-file.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { runFacts } from '../../../../src/cli/provenance/run-facts.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

describe('runFacts', () => {
  it('counts where the results behind an output were computed, and with what; what has no record is left out', async () => {
    const folder = projectFolder({
      ...smallProject,
      'pipeline.yaml': smallProject['pipeline.yaml']!.replace(
        /run: echo "making[^]*?outputs: \[number.txt\]/,
        'uses: ./number.mjs',
      ),
      'number.mjs': `import { z, defineStage } from ${JSON.stringify(new URL('../../../../src/index.ts', import.meta.url).href)};
import { writeFileSync } from 'node:fs';
export default defineStage({ name: 'number', description: 'a number', params: z.strictObject({}), inputs: { unit: 'one' }, outputs: ['number.txt'],
  run(context) { context.software('Abacus', '2 rods'); writeFileSync(context.output + '/number.txt', '2'); } });
`,
    });
    const outcome = await eosPipeline(folder);
    expect(outcome.exitCode, outcome.stderr + outcome.stdout).toBe(0);
    const { plan, cacheFolder } = await openProject({ cwd: folder, color: false });
    const locked = readLockFile(`${folder}/pipeline.lock`)!;
    const page = plan.instances.find(({ id }) => id === 'page')!;
    const facts = runFacts(
      plan,
      page,
      (id) => (id === 'power[value=2]' ? undefined : locked.get(id)?.key),
      new CacheFolder(cacheFolder),
    );
    expect(facts.results.map(({ record }) => record !== undefined).filter(Boolean)).toHaveLength(4);
    expect(facts.results).toHaveLength(5);
    expect(facts.node).toEqual([[process.versions.node, 4]]);
    expect(facts.machines).toHaveLength(1);
    expect(facts.software).toEqual({ Abacus: [['2 rods', 2]] });
    expect(facts.finishedAt! > facts.startedAt!).toBe(true);
  });
});
