import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProjectFiles, chosenInstances, openProject } from '../../../src/cli/project.ts';
import { packageFolder } from '../../../src/cli/folders.ts';
import { messageOf, projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

describe('openProject', () => {
  it('reads the pipeline of the project folder', async () => {
    const cwd = projectFolder(smallProject);
    const { packaged, plan, targets } = await openProject({ cwd, profile: 'cubes', color: false });
    expect([packaged, plan.root, plan.profile, plan.instances.length, targets]).toEqual([
      false,
      cwd,
      'cubes',
      5,
      undefined,
    ]);
  });

  it('uses the packaged pipeline where there is none, and works in the folder all the same', async () => {
    const cwd = projectFolder({});
    const { packaged, plan, cacheFolder } = await openProject({ cwd, color: false });
    expect([packaged, plan.root, cacheFolder]).toEqual([true, cwd, join(cwd, 'cache')]);
    expect(plan.instances.find(({ publish }) => publish !== undefined)!.publish).toBe(join(cwd, 'reports'));
  });

  it('finds packaged stages by name', async () => {
    const cwd = projectFolder({
      'pipeline.yaml': 'version: 1\nstages:\n  dice: { uses: eos-pipeline/stages/generate-dice.ts }\n',
    });
    const { plan } = await openProject({ cwd, color: false });
    expect(plan.instances[0]!.work).toEqual({
      kind: 'uses',
      file: join(packageFolder(), 'stages/generate-dice.ts'),
    });
  });

  it('says that the data dir does not exist', async () => {
    const cwd = projectFolder(smallProject);
    expect(await messageOf(openProject({ cwd, dataDir: '/no/such/data', color: false }), cwd)).toBe(
      'the data dir /no/such/data does not exist',
    );
  });
});

describe('chosenInstances', () => {
  it('are the targets with everything that they need', async () => {
    const project = await openProject({ cwd: projectFolder(smallProject), color: false }, ['power[value=3]']);
    expect(project.targets).toEqual(['power[value=3]']);
    expect(chosenInstances(project).map(({ id }) => id)).toEqual(['number[value=3]', 'power[value=3]']);
  });
});

describe('checkProjectFiles', () => {
  it('reports a file that a chosen instance needs and that is not there', async () => {
    const cwd = projectFolder({ 'pipeline.yaml': smallProject['pipeline.yaml']! });
    const project = await openProject({ cwd, color: false });
    expect(await messageOf(checkProjectFiles(project), cwd))
      .toBe(`pipeline.yaml:9:28: the file "unit.txt" does not exist
  9 |     needs: { unit: { file: unit.txt } }
    |                            ^^^^^^^^
  unit.txt is looked for

1 fault; nothing was run.`);
  });
});
