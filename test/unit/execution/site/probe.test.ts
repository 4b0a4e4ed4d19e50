import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProbeRequest, probeSlurm } from '../../../../src/execution/site/probe.ts';
import { fakeCommands } from '../../../fake-commands.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function request(changes: Partial<ProbeRequest> = {}): ProbeRequest {
  return {
    folder: join(temporaryFolder(), 'cache'),
    options: [],
    seen: [],
    waitMs: 60_000,
    onWait: () => undefined,
    ...changes,
  };
}

/** A Slurm of one node, on which a script runs at once. */
function runsAtOnce(): void {
  const state = fakeCommands({
    sbatch: 'for script; do :; done; sh "$script" >/dev/null 2>&1 & echo $! >"$0.pid"; echo 5',
    scontrol: `if kill -0 "$(cat "\${0%/*}/sbatch.pid")" 2>/dev/null; then echo JobState=RUNNING; else echo JobState=COMPLETED; fi`,
    scancel: 'kill "$(cat "${0%/*}/sbatch.pid")"',
  });
  expect(existsSync(state)).toBe(true);
}

describe('probeSlurm', () => {
  it('finds out what two sides that share a folder need of each other, and leaves nothing behind', async () => {
    runsAtOnce();
    const asked = request({ seen: ['/', '/no/such/folder'] });
    const result = await probeSlurm(asked);
    expect(result).toMatchObject({
      state: 'done',
      job: '5',
      facts: { node: process.versions.node, unseen: ['/no/such/folder'] },
      shared: { rewritten: { torn: 0 }, links: { tried: 25, one: 25 }, locks: true },
    });
    if (result.state !== 'done') throw new Error('it is done');
    const { clock, rewritten, signMs } = result.shared;
    expect(Math.abs(clock.aheadMs)).toBeLessThanOrEqual(clock.exactMs + 1);
    expect(rewritten.reads).toBeGreaterThan(0);
    expect(signMs).toBeGreaterThan(0);
    expect(readdirSync(asked.folder)).toEqual([]);
  });

  it('says what sbatch has against it', async () => {
    fakeCommands({ sbatch: 'echo "sbatch: error: invalid partition specified: nope" >&2; exit 1' });
    expect(await probeSlurm(request())).toEqual({
      state: 'refused',
      complaint: 'invalid partition specified: nope',
    });
  });

  it('cancels a job that waits too long, and tells of the reasons meanwhile', async () => {
    const folder = fakeCommands({
      sbatch: 'echo 7',
      scontrol:
        'if [ -e "${0%/*}/cancelled" ]; then echo JobState=CANCELLED; else echo JobState=PENDING Reason=Priority; fi',
      scancel: 'echo "$@" >"${0%/*}/cancelled"',
    });
    const reasons: string[] = [];
    const result = await probeSlurm(request({ waitMs: 1500, onWait: (reason) => reasons.push(reason) }));
    expect(result).toMatchObject({ state: 'waiting', job: '7', reason: 'Priority' });
    expect(reasons).toEqual(['Priority']);
    expect(existsSync(join(folder, 'cancelled'))).toBe(true);
  });

  it('says how a job ended that never said a word', async () => {
    fakeCommands({
      sbatch: 'echo 7',
      scontrol: 'echo JobState=FAILED Reason=NonZeroExitCode ExitCode=71:0 BatchHost=n2',
    });
    expect(await probeSlurm(request())).toEqual({
      state: 'failed',
      job: '7',
      found: { state: 'FAILED', reason: 'NonZeroExitCode', exitCode: '71:0', node: 'n2' },
      log: '',
    });
  });
});
