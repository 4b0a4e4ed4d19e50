import { inspectChosen } from '../inspection.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { markdownText } from '../markdown/markdown-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { alignedTable } from '../aligned-table.ts';

/** Shows the metrics that the stages gave, one table a stage. */
export async function run(
  targets: string[],
  options: GlobalOptions & { format?: 'text' | 'markdown' },
): Promise<number> {
  const { project, chosen } = await inspectChosen(options, targets);
  const measured = chosen.filter(({ metrics }) => metrics !== undefined && Object.keys(metrics).length > 0);
  if (options.json === true) {
    const instances = measured.map(({ instance, state, metrics }) => ({
      instance,
      upToDate: state === 'hit',
      metrics,
    }));
    sayJson({ type: 'metrics', profile: project.plan.profile, instances });
    return 0;
  }
  const tables = project.plan.stages
    .map((stage) => measured.filter((state) => state.stage === stage))
    .filter((states) => states.length > 0)
    .map((states) => {
      const names = [...new Set(states.flatMap(({ metrics }) => Object.keys(metrics!)))];
      const rows = states.map(({ instance, state, metrics }) => [
        `${instance}${state === 'hit' ? '' : ' (stale)'}`,
        ...names.map((name) => valueText(metrics![name])),
      ]);
      const header = [states[0]!.stage, ...names];
      const right = names.map((_, column) => column + 1);
      return options.format === 'markdown'
        ? markdownTable(
            header.map(markdownText),
            rows.map((row) => row.map(markdownText)),
            right,
          )
        : alignedTable(header, rows, right);
    });
  say(tables.length === 0 ? 'no metrics yet: run "eos-pipeline repro"' : tables.join('\n\n'));
  return 0;
}

function valueText(value: string | number | boolean | undefined): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return value === undefined ? '' : String(value);
}
