import {
  chmodSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inputSignature, readInput } from '../../../../src/cache/actions/input-content.ts';
import { type Digest, sha256 } from '../../../../src/cache/files/digest.ts';
import { cachedInputs, checkUndisturbed } from '../../../../src/execution/worker/check-inputs.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache, fieldsOf } from '../../../temporary-cache.ts';

describe('checkUndisturbed', () => {
  it('names a project file that changed', () => {
    const root = projectFolder({ 'data.csv': '1' });
    const path = join(root, 'data.csv');
    const check = (signature: Digest): void => {
      const job = jobFor(temporaryCache(), join(root, 'a.ts'), {}, { projectFiles: [{ path, signature }] });
      checkUndisturbed(job, [], Date.now());
    };
    check(inputSignature(path)!);
    expect(() => {
      check(sha256('other'));
    }).toThrow(
      new PipelineError('stage-failed', `the input ${path} changed while the stage was reading it`, {
        hint: 'Run the same command again when it is complete.',
      }),
    );
  });

  describe('a file that has got another name', () => {
    /** An input folder that is older than the start of the stage, and what is thrown after something was done to it. */
    async function after(act: (root: string) => void): Promise<unknown> {
      const root = projectFolder({ 'data/x.bin': 'x', 'data/y.bin': 'y', 'out/z': 'z' });
      const path = join(root, 'data');
      const job = jobFor(
        temporaryCache(),
        join(root, 'a.ts'),
        {},
        {
          fields: fieldsOf({}, { inputs: { d: [readInput(path).digest] } }),
          sources: { d: [{ file: 'data' }] },
          inputs: { d: { many: false, items: [{ name: 'data', path }] } },
          projectFiles: [{ path, signature: inputSignature(path)! }],
        },
      );
      await setTimeout(60);
      const startedMs = Date.now();
      await setTimeout(12);
      act(root);
      try {
        checkUndisturbed(job, [], startedMs);
        return 'fine';
      } catch (error) {
        return (error as PipelineError).message.replaceAll(root, '');
      }
    }
    const name = (root: string): string => join(root, 'data/x.bin');

    it('is the same input: a hard link in the output, another mode, both gone again', async () => {
      expect(
        await after((root) => {
          linkSync(name(root), join(root, 'out/x.bin'));
        }),
      ).toBe('fine');
      expect(
        await after((root) => {
          linkSync(name(root), join(root, 'out/x.bin'));
          rmSync(join(root, 'out/x.bin'));
          chmodSync(name(root), 0o600);
        }),
      ).toBe('fine');
    });

    it('is another one where it was written to by that name, with its time set back', async () => {
      expect(
        await after((root) => {
          const { atime, mtime } = statSync(name(root));
          linkSync(name(root), join(root, 'out/x.bin'));
          writeFileSync(join(root, 'out/x.bin'), 'X');
          utimesSync(name(root), atime, mtime);
        }),
      ).toBe('the input /data changed while the stage was reading it: /data/x.bin');
    });

    it('is not trusted where files may have been exchanged for a while', async () => {
      expect(
        await after((root) => {
          renameSync(name(root), join(root, 'data/aside'));
          renameSync(join(root, 'data/y.bin'), name(root));
          renameSync(name(root), join(root, 'data/y.bin'));
          renameSync(join(root, 'data/aside'), name(root));
        }),
      ).toBe(
        'the input /data was linked, renamed or given another mode while the stage was reading it, and its folder changed: it may have been another one for a while',
      );
    });
  });

  it('names what has changed in a folder, and minds nothing that is left out', async () => {
    const root = projectFolder({ 'data/deep/a.csv': '1', 'data/b.csv': '2' });
    const path = join(root, 'data');
    const job = jobFor(
      temporaryCache(),
      join(root, 'a.ts'),
      {},
      {
        projectFiles: [{ path, signature: inputSignature(path)! }],
      },
    );
    await setTimeout(12);
    const startedMs = Date.now();
    await setTimeout(12);
    mkdirSync(join(path, '__pycache__'));
    writeFileSync(join(path, '__pycache__/a.pyc'), '');
    checkUndisturbed(job, [], startedMs);
    const says = `the input ${path} changed while the stage was reading it: `;
    const check = (): void => {
      checkUndisturbed(job, [], startedMs);
    };
    writeFileSync(join(path, 'deep/new.csv'), '');
    expect(check).toThrow(
      new PipelineError('stage-failed', `${says}${join(path, 'deep/new.csv')}`, {
        hint: 'Run the same command again when it is complete.',
      }),
    );
    rmSync(join(path, 'deep/new.csv'));
    check();
    rmSync(join(path, 'deep/a.csv'));
    expect(check).toThrow(`${says}${join(path, 'deep')}`);
  });

  it('names a cached input that was changed, and the stage that ran', () => {
    const job = jobFor(temporaryCache(), '/a.ts', {}, { instance: 'train[seed=1]' });
    const problems = [{ path: '/cache/outputs/ab/abc/x', problem: 'it was written to' }];
    expect(() => {
      checkUndisturbed(job, [{ output: sha256('x'), problems, intact: true }], Date.now());
    }).toThrow(
      new PipelineError(
        'stage-failed',
        'the input /cache/outputs/ab/abc/x was changed while train[seed=1] ran: it was written to',
        {
          location: job.location,
          hint: 'Inputs are for reading: let the stage copy what it changes to its output folder, or to a temporary one. Then run the same command again: a damaged input is made again first.',
        },
      ),
    );
  });
});

describe('cachedInputs', () => {
  it('gives the outputs of stages, not the files of the project', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => sha256(text)) as unknown as [Digest, Digest, Digest];
    const job = jobFor(
      temporaryCache(),
      '/a.ts',
      {},
      {
        fields: fieldsOf({}, { inputs: { runs: [a, b], file: [c] } }),
        sources: { runs: [{ instance: 'r[1]' }, { instance: 'r[2]' }], file: [{ file: 'data.csv' }] },
      },
    );
    expect(cachedInputs(job)).toEqual([a, b]);
  });
});
