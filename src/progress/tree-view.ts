import type { DefaultRenderer, ListrTaskWrapper, SimpleRenderer } from 'listr2';
import type { RunEvent } from '../execution/event.ts';
import { notice } from './notice.ts';
import { failureText } from './outcome.ts';
import { stageLine } from './stage-line.ts';
import { settled, type StageTally, type Tally } from '../execution/stage-tally.ts';

const REFRESH_MS = 100;

type Wrapper = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

interface StageTask {
  wrapper?: Wrapper;
  started: boolean;
  end: PromiseWithResolvers<void>;
}

/** Progress as a tree on a terminal: one line a stage. A run with nothing to do never loads or draws it. */
export class TreeView {
  readonly #tally: Tally;
  readonly #write: (text: string) => void;
  readonly #tasks = new Map<string, StageTask>();
  readonly #afterwards: string[] = [];
  #drawn: Promise<unknown> | undefined;
  #refresh: NodeJS.Timeout | undefined;

  constructor(tally: Tally, write: (text: string) => void) {
    this.#tally = tally;
    this.#write = write;
    for (const stage of tally.stages.keys())
      this.#tasks.set(stage, { started: false, end: Promise.withResolvers() });
  }

  /** Shows what changed. The tally has counted the event already. */
  show(event: RunEvent): void {
    if (event.type === 'instance-stale' || event.type === 'instance-started') this.#drawn ??= this.#draw();
    if (event.type === 'instance-failed') this.#afterwards.push(failureText(event));
    const text = notice(event);
    if (text === undefined) return;
    if (this.#drawn === undefined) this.#write(`${text}\n`);
    else this.#below(event, text);
  }

  /** While the tree is on the screen, a notice stands below its stage; one about no stage waits for the end. */
  #below(event: RunEvent, text: string): void {
    const stages =
      'stage' in event
        ? [event.stage]
        : [...this.#tally.stages.values()]
            .filter(({ running }) => running.size > 0)
            .map(({ stage }) => stage);
    if (event.type === 'interrupt-requested' || 'stage' in event) {
      const wrapper = stages
        .map((stage) => this.#tasks.get(stage)?.wrapper)
        .find((found) => found !== undefined);
      if (wrapper !== undefined) {
        wrapper.output = text;
        return;
      }
    }
    this.#afterwards.push(text);
  }

  /** Leaves the tree as it stands, and says below it what failed. */
  async end(): Promise<void> {
    clearInterval(this.#refresh);
    for (const [stage, task] of this.#tasks) {
      this.#update(this.#tally.stages.get(stage)!, task);
      task.end.resolve();
    }
    await this.#drawn;
    for (const text of this.#afterwards) this.#write(`\n${text}\n`);
    if (this.#afterwards.length > 0) this.#write('\n');
  }

  async #draw(): Promise<void> {
    const { Listr, ListrTaskState } = await import('listr2');
    const list = new Listr<unknown, 'default', 'simple'>(
      [...this.#tally.stages.values()].map((tally) => ({
        title: stageLine(tally, Date.now()),
        task: async (_context: unknown, wrapper: Wrapper): Promise<void> => {
          const task = this.#tasks.get(tally.stage)!;
          task.wrapper = wrapper;
          // A stage waits for the ones before it: it has a dot instead of a spinner until then.
          wrapper.task.state$ = ListrTaskState.WAITING;
          await task.end.promise;
          // What came and went between two refreshes waits still, and a task that waits is never drawn as done.
          wrapper.task.state$ = ListrTaskState.STARTED;
          this.#update(tally, task);
          if (tally.failed > 0) throw new Error(wrapper.title);
          if (tally.upToDate + tally.ran < tally.total) wrapper.skip(wrapper.title);
        },
      })),
      {
        concurrent: true,
        exitOnError: false,
        registerSignalListeners: false,
        rendererOptions: { formatOutput: 'truncate' },
      },
    );
    this.#refresh = setInterval(() => {
      for (const [stage, task] of this.#tasks) {
        const tally = this.#tally.stages.get(stage)!;
        if (task.wrapper === undefined) continue;
        if (!task.started && (tally.running.size + tally.queued.size > 0 || settled(tally) > 0)) {
          task.started = true;
          task.wrapper.task.state$ = ListrTaskState.STARTED;
        }
        this.#update(tally, task);
        if (settled(tally) === tally.total) task.end.resolve();
      }
    }, REFRESH_MS);
    await list.run();
  }

  #update(tally: StageTally, { wrapper }: StageTask): void {
    if (wrapper === undefined) return;
    const line = stageLine(tally, Date.now());
    if (wrapper.title !== line) wrapper.title = line;
  }
}
