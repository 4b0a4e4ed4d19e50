import { clientScript } from './client-script.ts';
import type { PageData } from '../client/reader/page-data.ts';
import { packed } from './packed.ts';
import type { Report } from '../data/build-report.ts';
import { claimsSection } from './sections/claims-section.ts';
import { discussionSection } from './sections/discussion-section.ts';
import { downloadsSection } from './sections/downloads-section.ts';
import { edgeSection } from './sections/edge-section.ts';
import { resultsSection, supplementSection } from './sections/figure-sections.ts';
import { type Html, escapeHtml, escapeScript, html, scriptJson } from './markup/html.ts';
import { katexStyle } from './style/katex-style.ts';
import { methodSection } from './sections/method-section.ts';
import { provenanceSection } from './sections/provenance-section.ts';
import { runsSection } from './sections/runs-section.ts';
import { pageStyle } from './style/page-style.ts';
import { tableOne } from './sections/table-one.ts';
import { tableThree } from './sections/table-three.ts';
import { tableTwo } from './sections/table-two.ts';
import { titleSection } from './sections/title-section.ts';
import { toolbar } from './toolbar-markup.ts';
import { typefaceStyle } from './style/typeface-style.ts';
import { present } from '../../present.ts';

const contents = [
  ['claims', 'Claims'],
  ['table-1', 'Experiments'],
  ['method', 'Method'],
  ['results', 'Results'],
  ['discussion', 'Discussion'],
  ['table-2', 'Power laws'],
  ['edge', 'Edge of stability'],
  ['runs', 'Runs'],
  ['supplement', 'Supplement'],
  ['provenance', 'How it was made'],
  ['downloads', 'Data'],
] as const;

/** No request leaves the page, whatever is in it: nothing but what it carries may be loaded. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'";

/** The whole page, one file. `examples` are the images of Figure 5. */
export function renderPage(
  report: Report,
  examples: Html | undefined,
  options: { svg: boolean; png: boolean },
): string {
  const body = html`${titleSection(report)}
    <nav class="contents" aria-label="Contents">
      ${contents.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
    </nav>
    ${claimsSection(report)} ${tableOne(report)} ${methodSection(report)} ${resultsSection(report, examples)}
    ${discussionSection(report)} ${tableTwo(report)} ${edgeSection(report)} ${runsSection(report)}
    ${supplementSection(report)} ${tableThree()} ${provenanceSection(report)} ${downloadsSection(options)}`
    .text;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(report.title)}</title>
<style>${typefaceStyle()}${katexStyle(body)}${pageStyle}</style>
<script>document.documentElement.dataset.theme=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'</script>
</head>
<body>
<a class="skip" href="#claims">Skip to the claims</a>
${toolbar(report).text}
<main>
${body}
</main>
${Object.entries(report.tables)
  .map(([id, tables]) => `<script type="text/plain" id="tables-${escapeHtml(id)}">${packed(tables)}</script>`)
  .join('\n')}
<script type="application/json" id="report-data">${scriptJson(pageData(report))}</script>
<script>${escapeScript(clientScript())}</script>
</body>
</html>
`;
}

function pageData({ figures, powerLaws, runs, colours, experiments, tables }: Report): PageData {
  return {
    figures,
    powerLaws,
    runs,
    colours,
    experiments: experiments.flatMap(({ id, datasetTitle, criterion, largestStep }) =>
      id === undefined
        ? []
        : [
            {
              id,
              title: `${datasetTitle}, ${criterion === 'mse' ? 'MSE' : 'cross-entropy'}`,
              depth: tables[id]?.depth ?? 0,
              ...present({ largestStep }),
            },
          ],
    ),
  };
}
