import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listInput, missingInput } from '../../../../src/cache/actions/input-paths.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { socketFile } from '../../../socket-file.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function refused(message: string, hint: string): PipelineError {
  return new PipelineError('missing-input', message, { hint });
}

const KIND =
  'Inputs are files and folders: remove it, or name what is needed of the folder under "needs" in pipeline.yaml.';

describe.skipIf(process.platform === 'win32')('listInput', () => {
  it('gives a link that leads nowhere as what it is, other links as what they lead to', () => {
    const folder = projectFolder({ 'data/x.csv': '1' });
    symlinkSync('none', join(folder, 'data/nowhere'));
    symlinkSync('circle', join(folder, 'data/circle'));
    symlinkSync('x.csv', join(folder, 'data/other'));
    const found = listInput(join(folder, 'data')).map(({ path, stats }) => [path, stats.isSymbolicLink()]);
    expect(found).toEqual([
      ['', false],
      ['circle', true],
      ['nowhere', true],
      ['other', false],
      ['x.csv', false],
    ]);
  });

  it('names a pipe, a socket and a device by their path and kind', () => {
    const pipe = temporaryFolder();
    mkdirSync(join(pipe, 'deep'));
    execFileSync('mkfifo', [join(pipe, 'deep/p')]);
    expect(() => listInput(pipe)).toThrow(
      refused(`the input ${join(pipe, 'deep/p')} is a pipe (FIFO)`, KIND),
    );
    const socket = temporaryFolder();
    socketFile(join(socket, 's'));
    expect(() => listInput(socket)).toThrow(refused(`the input ${join(socket, 's')} is a socket`, KIND));
    const device = temporaryFolder();
    symlinkSync('/dev/null', join(device, 'd'));
    expect(() => listInput(device)).toThrow(refused(`the input ${join(device, 'd')} is a device`, KIND));
  });

  it.runIf(process.platform === 'linux')(
    'names what is not UTF-8 by its bytes, and takes what only looks so',
    () => {
      const folder = projectFolder({ 'data/\uFFFD.csv': '1' });
      const data = join(folder, 'data');
      expect(listInput(data).map(({ path }) => path)).toEqual(['', '\uFFFD.csv']);
      writeFileSync(
        Buffer.concat([Buffer.from(`${data}/caf`), Buffer.from([0xe9]), Buffer.from('.csv')]),
        '',
      );
      expect(() => listInput(data)).toThrow(
        refused(
          `the name caf\\xe9.csv in the input folder ${data} is not UTF-8`,
          'Rename it: bytes that are no characters reach no stage as they are.',
        ),
      );
    },
  );
});

describe('missingInput', () => {
  it('tells a link to nothing from nothing', () => {
    const folder = temporaryFolder();
    const cause = new Error('cause');
    symlinkSync('none', join(folder, 'link'));
    expect(missingInput(join(folder, 'x'), cause).message).toBe(
      `the input ${join(folder, 'x')} is not there`,
    );
    expect(missingInput(join(folder, 'link'), cause).message).toBe(
      `the input ${join(folder, 'link')} is a link to none, where nothing is`,
    );
  });
});
