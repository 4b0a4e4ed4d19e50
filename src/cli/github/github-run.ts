import type { RunEvent, RunSummary } from '../../execution/event.ts';
import { Tally } from '../../execution/stage-tally.ts';
import { allVisible } from '../../pipeline/faults/visible.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import { present } from '../../present.ts';
import { annotations } from './annotations.ts';
import { appendSummary } from './append-summary.ts';
import { claimsMarkdown } from './claims-markdown.ts';
import { runMarkdown, type FailedEvent } from './run-markdown.ts';

/** What GitHub is told of a run: annotations of what failed, and the summary of the job. */
export class GithubRun {
  readonly #plan: Plan;
  readonly #tally: Tally;
  readonly #failures: FailedEvent[] = [];

  constructor(plan: Plan, totals: ReadonlyMap<string, number>) {
    this.#plan = plan;
    this.#tally = new Tally(totals);
  }

  /** Takes an event of the run in. */
  listen(event: RunEvent): void {
    this.#tally.add(event);
    if (event.type === 'instance-failed') this.#failures.push(allVisible(event));
  }

  /** Writes both. Annotations go to standard error, where they disturb no program that reads the output. */
  end(summary: RunSummary, publishedFolders: readonly string[], elapsedMs: number): void {
    // An error of a stage's own code has no place in pipeline.yaml, but its stage has.
    const placeOf = new Map(this.#plan.instances.map(({ id, location }) => [id, location]));
    const failed = this.#failures.map(({ instance, error: { message, hint, location } }) => ({
      title: `${instance} failed`,
      message: hint === undefined ? message : `${message}\n${hint}`,
      ...present({ location: location ?? placeOf.get(instance) }),
    }));
    process.stderr.write(annotations(failed));
    const { title, profile } = this.#plan;
    const told = { title, profile, tally: this.#tally, failures: this.#failures };
    // After a failure the folder may hold the report of an earlier run.
    const folders = summary.exitCode === 0 ? publishedFolders : [];
    const claims = folders.map(claimsMarkdown).filter((section) => section !== undefined);
    const [head, table, ...failures] = runMarkdown({ ...told, summary, elapsedMs });
    appendSummary([head, table, ...claims, ...failures].filter((section) => section !== undefined));
  }
}
