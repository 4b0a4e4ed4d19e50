import { defineStage } from '../src/pipeline/stage/stage.ts';
import { reportSettings } from '../src/report/data/inputs/report-settings.ts';
import { present } from '../src/present.ts';
import { writeReport } from '../src/report/write-report.ts';

/** Renders everything that was computed into one HTML page, with its numbers, figures and tables beside it. */
export default defineStage({
  name: 'render-report',
  description: 'One self-contained HTML report of all experiments, with report.json, figures and tables',
  params: reportSettings,
  inputs: { datasets: 'many', analyses: 'many', fits: 'many', runs: 'many', reference: 'optional' },
  outputs: ['index.html', 'report.json', 'figures', 'tables'],
  async run(context) {
    const { params, output } = context;
    const paths = (name: string) => context.inputs(name).map(({ path }) => path);
    const [reference] = paths('reference');
    const { totals, summary } = await writeReport(
      {
        datasets: paths('datasets'),
        analyses: paths('analyses'),
        fits: paths('fits'),
        runs: paths('runs'),
        ...present({ reference }),
      },
      params,
      output,
      {
        progress: (fraction, message) => {
          context.progress({ fraction, message });
        },
        warn: (message) => {
          context.warn(message);
        },
      },
    );
    context.log(`${totals.finished} of ${totals.planned} runs, ${totals.analysed} analysed`);
    return {
      runs: totals.finished,
      planned: totals.planned,
      converged: totals.converged,
      claimsThatAgree: summary.agrees,
      claimsThatDiffer: summary.differs,
      claimsNotJudged: summary.notJudged,
    };
  },
});
