import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import type { StageCode } from '../../../../src/cache/code/code-digest.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { actionKey, seedOf } from '../../../../src/cache/actions/action-key.ts';
import { inputSignature, readInput } from '../../../../src/cache/actions/input-content.ts';
import { KeyMaker } from '../../../../src/execution/survey/instance-key.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { instanceOf } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const code: StageCode = { digest: sha256('code'), files: [], absent: [], variables: [], unfollowed: [] };
const outputOf = (id: string): ReturnType<typeof sha256> => sha256(`output of ${id}`);

function resolver(index = new ActionIndex(temporaryCache())): KeyMaker {
  return new KeyMaker(index, new Map([['/project/stages/train.js', code]]));
}

describe('Resolver', () => {
  it('makes the key of what runs, parameters, contents of inputs, code and declared environment', () => {
    const folder = projectFolder({ 'data.csv': '1' });
    const path = join(folder, 'data.csv');
    vi.stubEnv('EOS_TEST_SET', 'value');
    const instance = instanceOf('/project', 'train[seed=1]', {
      coordinates: { seed: '1' },
      params: { width: 3 },
      env: ['EOS_TEST_SET', 'EOS_TEST_NOT_SET'],
      needs: {
        runs: { kind: 'instances', ids: ['a', 'b'], many: true },
        data: { kind: 'file', path, name: 'data.csv' },
      },
    });
    const work = { uses: 'train' };
    const fields = {
      format: 3,
      work,
      params: { width: 3 },
      seed: seedOf(work, { width: 3 }),
      inputs: { runs: [outputOf('a'), outputOf('b')], data: [readInput(path).digest] },
      code: code.digest,
      env: { EOS_TEST_SET: sha256('EOS_TEST_SET=value') },
    };
    expect(resolver().resolve(instance, outputOf)).toEqual({
      key: actionKey(fields),
      fields,
      sources: { runs: [{ instance: 'a' }, { instance: 'b' }], data: [{ file: 'data.csv' }] },
      projectFiles: [{ path, signature: inputSignature(path) }],
    });
    vi.unstubAllEnvs();
  });

  it('takes the number of threads in where it is more than one', () => {
    const fieldsWith = (threads: number) =>
      resolver().resolve(instanceOf('/project', 'train', { threads }), outputOf).fields;
    expect(fieldsWith(1)).not.toHaveProperty('threads');
    expect(fieldsWith(2)).toHaveProperty('threads', 2);
  });

  it('leaves the number of threads out where the work is dealt out to them', () => {
    const keyWith = (threads: number) =>
      resolver().resolve(instanceOf('/project', 'train', { threads, parallel: true }), outputOf).key;
    expect(keyWith(4)).toBe(keyWith(1));
    expect(keyWith(1)).toBe(resolver().resolve(instanceOf('/project', 'train'), outputOf).key);
  });

  it('gives the same key to instances that differ only in coordinates and place', () => {
    const one = instanceOf('/project', 'train[seed=1]', { coordinates: { seed: '1' } });
    const two = instanceOf('/elsewhere', 'train[seed=2]', { coordinates: { seed: '2' } });
    const codes = new Map(['/project', '/elsewhere'].map((root) => [`${root}/stages/train.js`, code]));
    const both = new KeyMaker(new ActionIndex(temporaryCache()), codes);
    expect(both.resolve(one, outputOf).key).toBe(both.resolve(two, outputOf).key);
  });

  it('takes a command for what is run, which has no code', () => {
    const work = { kind: 'run' as const, command: 'make x', outputs: ['x'] };
    const instance = instanceOf('/project', 'make', { work });
    const { fields } = resolver().resolve(instance, outputOf);
    expect(fields.work).toEqual({ run: 'make x', outputs: ['x'] });
    expect(fields).not.toHaveProperty('code');
    expect(resolver().codeOf(instance)).toBeUndefined();
    expect(resolver().codeOf(instanceOf('/project', 'train'))).toBe(code);
  });

  it('reads a project file once a run, and no more in the next while its signature is the same', async () => {
    const path = join(projectFolder({ 'data.csv': '1' }), 'data.csv');
    const index = new ActionIndex(temporaryCache());
    const instance = instanceOf('/project', 'train', {
      needs: { data: { kind: 'file', path, name: 'data.csv' } },
    });
    const digest = (from: KeyMaker): unknown => from.resolve(instance, outputOf).fields.inputs['data'];
    await setTimeout(40);
    const first = resolver(index);
    const before = digest(first);
    expect(index.get('input', path)).toMatchObject({ settled: true });
    // What the index says is believed, which shows that nobody reads the file again.
    index.set('input', path, { ...index.get('input', path)!, digest: sha256('as the index says') });
    expect(digest(resolver(index))).toEqual([sha256('as the index says')]);
    writeFileSync(path, '2, and more');
    expect(digest(first)).toEqual(before);
    const changed = digest(resolver(index));
    expect(changed).toEqual([readInput(path).digest]);
    expect(changed).not.toEqual(before);
  });

  it('does not rely on the signature of a file that was written in this moment', () => {
    const path = join(projectFolder({ 'data.csv': '1' }), 'data.csv');
    const index = new ActionIndex(temporaryCache());
    const needs = { data: { kind: 'file' as const, path, name: 'data.csv' } };
    // However late this machine comes to it.
    const clock = vi.spyOn(Date, 'now').mockReturnValue(statSync(path).mtimeMs);
    resolver(index).resolve(instanceOf('/project', 'train', { needs }), outputOf);
    clock.mockRestore();
    expect(index.get('input', path)).toBeUndefined();
  });

  it('says which project file is missing', () => {
    const folder = projectFolder({ 'data.csv': '1' });
    const path = join(folder, 'data.csv');
    rmSync(path);
    const needs = { data: { kind: 'file' as const, path, name: 'data.csv' } };
    expect(() => resolver().resolve(instanceOf('/project', 'train', { needs }), outputOf)).toThrow(
      new PipelineError('missing-input', `the input ${path} is not there`, {
        hint: 'Create the file or folder, or correct its path under "needs" in pipeline.yaml.',
        cause: expect.anything() as unknown,
      }),
    );
  });
});
