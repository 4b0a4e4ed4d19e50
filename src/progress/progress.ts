import type { EventListener, RunEvent } from '../execution/event.ts';
import { allVisible } from '../pipeline/faults/visible.ts';
import { LineView } from './lines.ts';
import { Tally } from '../execution/stage-tally.ts';
import { TreeView } from './tree-view.ts';

/** How a run is shown. */
export type ProgressStyle = 'tree' | 'lines' | 'json';

/** Shows the events of a run. */
export interface Progress {
  listen: EventListener;
  /** Draws the last state. */
  end(): Promise<void>;
}

/** A display of a run; `totals` holds the instances a stage, in the order of the pipeline. */
export function createProgress(
  style: ProgressStyle,
  totals: ReadonlyMap<string, number>,
  write: (text: string) => void,
): Progress {
  if (style === 'json')
    return {
      listen: (event: RunEvent) => {
        write(`${JSON.stringify(event)}\n`);
      },
      end: () => Promise.resolve(),
    };
  const tally = new Tally(totals);
  const view = style === 'tree' ? new TreeView(tally, write) : new LineView(tally, write);
  return {
    listen(event) {
      // What a stage says is shown, and obeyed by no terminal.
      const shown = allVisible(event);
      tally.add(shown);
      view.show(shown);
    },
    end: () => view.end(),
  };
}
