import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { InputVerifier } from '../../../../../src/execution/schedule/workers/input-verifier.ts';
import { WorkerProcess } from '../../../../../src/execution/schedule/workers/worker-process.ts';
import { removeTree } from '../../../../../src/cache/files/remove-tree.ts';
import { untilEnded } from '../../../../processes.ts';
import { damage, flipBit, store, temporaryCache } from '../../../../temporary-cache.ts';

function worker(): WorkerProcess {
  const made = new WorkerProcess();
  onTestFinished(() => {
    made.kill();
  });
  return made;
}

it('reads each output once a run, byte by byte, and says what is damaged', async () => {
  const cache = temporaryCache();
  const process = worker();
  const verifier = new InputVerifier(cache);
  const [intact, damaged] = ['a', 'b'].map((text) => store(cache, { 'x.txt': text }).digest);
  const path = join(cache.output(damaged!), 'x.txt');
  damage(path, flipBit);
  const found = new Map([[damaged, [{ path, problem: 'its content changed' }]]]);
  expect(await verifier.verify([intact!, damaged!, intact!], process)).toEqual({ damaged: found });
  // What was read is trusted from now on; what was damaged is read again.
  removeTree(cache.output(intact!));
  expect(await verifier.verify([intact!, damaged!], process)).toEqual({ damaged: found });
});

it('trusts what was hashed when it was stored', async () => {
  const cache = temporaryCache();
  const verifier = new InputVerifier(cache);
  const { digest } = store(cache, { 'x.txt': 'a' });
  damage(join(cache.output(digest), 'x.txt'), flipBit);
  verifier.trust(digest);
  expect(await verifier.verify([digest], worker())).toEqual({ damaged: new Map() });
});

it('lets two tasks that need the same output wait for one reading', async () => {
  const cache = temporaryCache();
  const process = worker();
  const verifier = new InputVerifier(cache);
  const { digest } = store(cache, { 'x.txt': 'a' });
  const perform = vi.spyOn(process, 'perform');
  const both = await Promise.all([verifier.verify([digest], process), verifier.verify([digest], process)]);
  expect(both).toEqual([{ damaged: new Map() }, { damaged: new Map() }]);
  expect(perform).toHaveBeenCalledTimes(1);
});

it('says how the worker ended that did not survive the reading', async () => {
  const cache = temporaryCache();
  const process = worker();
  process.kill();
  await untilEnded(process.pid!);
  const verifier = new InputVerifier(cache);
  const { digest } = store(cache, { 'x.txt': 'a' });
  expect(await verifier.verify([digest], process)).toMatchObject({ broken: { type: 'crashed' } });
  expect(await verifier.verify([digest], worker())).toEqual({ damaged: new Map() });
});
