import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { CheckpointStore, type DamagedCheckpoint } from '../../../../src/cache/outputs/checkpoint-store.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { damage, flipBit, temporaryCache } from '../../../temporary-cache.ts';

const key = sha256('key');

function writeState(text: string): (folder: string) => void {
  return (folder) => {
    writeFileSync(join(folder, 'state.txt'), text);
  };
}

function load(cache: CacheFolder): { state?: string; damages: DamagedCheckpoint[] } {
  const damages: DamagedCheckpoint[] = [];
  const folder = new CheckpointStore(cache, key).load((damaged) => damages.push(damaged));
  return { ...(folder !== undefined && { state: readFileSync(join(folder, 'state.txt'), 'utf8') }), damages };
}

describe('CheckpointStore', () => {
  it('has none at first', () => {
    const cache = temporaryCache();
    expect(new CheckpointStore(cache, key).exists()).toBe(false);
    expect(load(cache)).toEqual({ damages: [] });
  });

  it('gives the last one that was saved, and keeps no other', async () => {
    const cache = temporaryCache();
    const checkpoints = new CheckpointStore(cache, key);
    await checkpoints.save(writeState('first'));
    await checkpoints.save(async (folder) => {
      await Promise.resolve();
      writeState('second')(folder);
    });
    expect(checkpoints.exists()).toBe(true);
    expect(load(cache)).toEqual({ state: 'second', damages: [] });
    expect(readdirSync(cache.checkpointsOf(key)).sort()).toEqual(['2', '2.json']);
  });

  it('keeps those of another action apart', async () => {
    const cache = temporaryCache();
    await new CheckpointStore(cache, sha256('other')).save(writeState('other'));
    expect(load(cache)).toEqual({ damages: [] });
  });

  it('hands an empty folder to whoever fills it', async () => {
    const checkpoints = new CheckpointStore(temporaryCache(), key);
    await checkpoints.save(writeState('first'));
    let names: string[] | undefined;
    await checkpoints.save((folder) => {
      names = readdirSync(folder);
    });
    expect(names).toEqual([]);
  });

  it('keeps the one before where saving fails, and leaves nothing half-written', async () => {
    const cache = temporaryCache();
    const checkpoints = new CheckpointStore(cache, key);
    await checkpoints.save(writeState('first'));
    const failure = new Error('no state to save');
    const saving = checkpoints.save((folder) => {
      writeState('half')(folder);
      throw failure;
    });
    await expect(saving).rejects.toBe(failure);
    expect(load(cache)).toEqual({ state: 'first', damages: [] });
    expect(readdirSync(cache.checkpointsOf(key)).sort()).toEqual(['1', '1.json']);
  });

  it('says what went wrong where the file system refuses', async () => {
    const cache = temporaryCache();
    writeFileSync(cache.checkpoints, 'a file where the folder should be');
    await expect(new CheckpointStore(cache, key).save(writeState('x'))).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringMatching(
        `^saving a checkpoint failed, a file is where a folder is expected \\(ENOTDIR\\): ${cache.checkpointsOf(key)}/1\\.\\d+-[0-9a-f]+-\\d+\\.tmp$`,
      ) as string,
      hint: 'Move the file away, or name a folder; then run the same command again.',
    });
  });

  it('moves a damaged one to the quarantine, tells of it, and falls back to an older one', async () => {
    const cache = temporaryCache();
    const checkpoints = new CheckpointStore(cache, key);
    await checkpoints.save(writeState('first'));
    // A process that is killed between the rename and the removal of the older ones leaves both.
    const folder = cache.checkpointsOf(key);
    const older = readFileSync(join(folder, '1.json'));
    await checkpoints.save(writeState('second'));
    mkdirSync(join(folder, '1'));
    writeState('first')(join(folder, '1'));
    writeFileSync(join(folder, '1.json'), older);
    damage(join(folder, '2', 'state.txt'), flipBit);
    const { state, damages } = load(cache);
    expect(state).toBe('first');
    expect(damages).toEqual([
      {
        path: join(folder, '2'),
        problem: 'its content is not what was saved',
        quarantine: join(cache.quarantine, readdirSync(cache.quarantine)[0]!, '2'),
      },
    ]);
    expect(existsSync(damages[0]!.quarantine!)).toBe(true);
  });

  it('takes one whose seal is gone or damaged for damaged', async () => {
    const cache = temporaryCache();
    const seal = join(cache.checkpointsOf(key), '1.json');
    await new CheckpointStore(cache, key).save(writeState('first'));
    rmSync(seal);
    expect(load(cache).damages.map(({ problem }) => problem)).toEqual(['its seal is missing']);
    await new CheckpointStore(cache, key).save(writeState('again'));
    writeFileSync(seal, '');
    expect(load(cache).damages.map(({ problem }) => problem)).toEqual([
      'its seal cannot be read: it is empty',
    ]);
  });

  it('clears all of them, and nothing of others', async () => {
    const cache = temporaryCache();
    const checkpoints = new CheckpointStore(cache, key);
    const other = new CheckpointStore(cache, sha256('other'));
    await checkpoints.save(writeState('first'));
    await other.save(writeState('other'));
    checkpoints.clear();
    expect(existsSync(cache.checkpointsOf(key))).toBe(false);
    expect(existsSync(dirname(cache.checkpointsOf(key)))).toBe(true);
    expect(other.exists()).toBe(true);
  });
});
