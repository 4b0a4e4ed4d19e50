import { describe, expect, it } from 'vitest';
import { sourceEntities } from '../../../../src/cli/provenance/crate-sources.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { reportProject } from '../../../report-project.ts';

describe('sourceEntities', () => {
  it('has each project file, each pinned download and the code of each stage once', async () => {
    const { folder } = reportProject();
    const { plan } = await openProject({ cwd: folder, color: false });
    const record = { fields: { inputs: { numbers: ['d'.repeat(64)] }, code: 'c'.repeat(64) } } as never;
    const results = plan.instances.map((instance) => ({
      instance,
      ...(instance.id === 'report' && { record }),
    }));
    const { inputs, code } = sourceEntities([...results, ...results]);
    expect(inputs).toEqual([
      {
        '@id': 'https://example.org/dice.zip',
        '@type': 'File',
        name: 'dice.zip',
        contentSize: '12',
        sha256: 'a'.repeat(64),
      },
      {
        '@id': '#input-numbers.json',
        '@type': 'CreativeWork',
        name: 'numbers.json',
        identifier: `sha256:${'d'.repeat(64)}`,
      },
    ]);
    expect(code).toMatchObject([
      { '@id': '#stage-fetch', programmingLanguage: 'shell', text: 'echo dice > "$EOS_OUTPUT/dice.txt"' },
      { '@id': '#stage-report', identifier: `sha256:${'c'.repeat(64)}`, version: `sha256:${'c'.repeat(64)}` },
    ]);
  });
});
