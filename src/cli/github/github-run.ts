import type { RunEvent, RunSummary } from '../../execution/event.ts';
import { Tally } from '../../execution/stage-tally.ts';
import { allVisible } from '../../pipeline/faults/visible.ts';
import { present } from '../../present.ts';
import { annotations } from './annotations.ts';
import { appendSummary } from './append-summary.ts';
import { claimsMarkdown } from './claims-markdown.ts';
import { runMarkdown, type FailedEvent } from './run-markdown.ts';

/** What GitHub is told of a run: annotations of what failed, and the summary of the job. */
export class GithubRun {
  readonly #title: string;
  readonly #profile: string;
  readonly #tally: Tally;
  readonly #failures: FailedEvent[] = [];

  constructor(title: string, profile: string, totals: ReadonlyMap<string, number>) {
    this.#title = title;
    this.#profile = profile;
    this.#tally = new Tally(totals);
  }

  /** Takes an event of the run in. */
  listen(event: RunEvent): void {
    this.#tally.add(event);
    if (event.type === 'instance-failed') this.#failures.push(allVisible(event));
  }

  /** Writes both. Annotations go to standard error, where they disturb no program that reads the output. */
  end(summary: RunSummary, publishedFolders: readonly string[], elapsedMs: number): void {
    const failed = this.#failures.map(({ instance, error: { message, hint, location } }) => ({
      title: `${instance} failed`,
      message: hint === undefined ? message : `${message}\n${hint}`,
      ...present({ location }),
    }));
    process.stderr.write(annotations(failed));
    const told = { title: this.#title, profile: this.#profile, tally: this.#tally, failures: this.#failures };
    // After a failure the folder may hold the report of an earlier run.
    const folders = summary.exitCode === 0 ? publishedFolders : [];
    const claims = folders.map(claimsMarkdown).filter((section) => section !== undefined);
    const [head, table, ...failures] = runMarkdown({ ...told, summary, elapsedMs });
    appendSummary([head, table, ...claims, ...failures].filter((section) => section !== undefined));
  }
}
