import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { CacheFolder } from '../src/cache/files/cache-folder.ts';
import type { RemoteSetting } from '../src/cache/remotes/remote-settings.ts';
import { verifyCache } from '../src/cache/verify.ts';
import type { RunEvent, RunSummary } from '../src/execution/event.ts';
import { runPlan, type RunOptions } from '../src/execution/run-plan.ts';
import type { Plan } from '../src/pipeline/plan/plan.ts';
import { instanceOf, planOver } from './stage-project.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** How a run on one machine went. */
export interface SharedRun {
  summary: RunSummary;
  events: RunEvent[];
  /** What was published. */
  report: string;
  /** What was said about remotes, with names of objects and addresses left out. */
  problems: string[];
  /** The project folder. */
  root: string;
}

/** One project of three commands in a row, the last one published; `first` makes a small and a large file. */
export function sharedPlan(root: string): Plan {
  const command = (id: string, text: string, outputs: string[], from?: string) =>
    instanceOf(root, id, {
      work: { kind: 'run', command: text, outputs },
      ...(from !== undefined && { needs: { from: { kind: 'instances', ids: [from], many: false } } }),
    });
  return planOver(root, [
    command('first', 'cd "$EOS_OUTPUT"; echo one > a; echo two > b; seq 20000 > c', ['a', 'b', 'c']),
    command('second', 'cat "$EOS_INPUT_FROM/a" "$EOS_INPUT_FROM/b" > "$EOS_OUTPUT/d"', ['d'], 'first'),
    {
      ...command('third', 'cat "$EOS_INPUT_FROM/d" > "$EOS_OUTPUT/index.html"', ['index.html'], 'second'),
      publish: join(root, 'reports'),
    },
  ]);
}

/** What the project publishes. */
export const REPORT = 'one\ntwo\n';

/** A run ended well: nothing wrong was taken, and nothing is missing. */
export async function expectWhole({ summary, report, root }: SharedRun): Promise<void> {
  expect([summary.exitCode, report]).toEqual([0, REPORT]);
  const { problems } = await verifyCache(new CacheFolder(join(root, 'cache')), undefined, 1);
  expect(problems).toEqual([]);
}

/** A setting for a server of objects. */
export function httpSetting(url: string, more: Partial<RemoteSetting> = {}): RemoteSetting {
  return {
    address: { kind: 'http', url: new URL(url) },
    region: 'us-east-1',
    reads: true,
    writes: true,
    stallMs: 2000,
    ...more,
  };
}

/** Runs the project on a machine of its own, with an empty cache, or again where a folder is given. */
export async function runShared(
  remotes: RemoteSetting[],
  {
    root = temporaryFolder(),
    adapt = (plan) => plan,
    ...options
  }: Partial<RunOptions> & {
    root?: string;
    adapt?: (plan: Plan) => Plan;
  } = {},
): Promise<SharedRun> {
  const events: RunEvent[] = [];
  const given = { cacheFolder: join(root, 'cache'), jobs: 2, remotes, ...options };
  const summary = await runPlan(adapt(sharedPlan(root)), given, (event) => events.push(event));
  let report = '';
  try {
    report = readFileSync(join(root, 'reports/index.html'), 'utf8');
  } catch {
    // Nothing was published.
  }
  const problems = events.flatMap((event) =>
    event.type === 'remote-problem'
      ? `${event.message.replaceAll(/[0-9a-f]{64}/g, '…').replaceAll(/127\.0\.0\.1:\d+/g, 'host')} (${event.consequence})`
      : [],
  );
  return { summary, events, report, problems, root };
}
