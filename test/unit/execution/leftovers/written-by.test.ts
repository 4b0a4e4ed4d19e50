import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writtenBy } from '../../../../src/execution/leftovers/written-by.ts';
import { projectFolder } from '../../../project-folder.ts';

it.runIf(process.platform === 'linux')(
  'names a file of the folder that is open for writing, not one that is read or lies elsewhere',
  () => {
    const folder = projectFolder({ 'out/deep/x.txt': '', 'out-side.txt': '' });
    const output = join(folder, 'out');
    const reading = openSync(join(output, 'deep/x.txt'), 'r');
    const elsewhere = openSync(join(folder, 'out-side.txt'), 'a');
    expect(writtenBy(process.pid, output)).toEqual({});
    const writing = openSync(join(output, 'deep/x.txt'), 'a');
    expect(writtenBy(process.pid, output)).toEqual({ writes: 'deep/x.txt' });
    for (const file of [reading, elsewhere, writing]) closeSync(file);
    expect(writtenBy(process.pid, output)).toEqual({});
  },
);
