import { plainAscii } from './plain-ascii.ts';
import { clientScript } from './client-script.ts';
import type { PageData } from '../client/reader/page-data.ts';
import { notices } from './notices.ts';
import { packed } from './packed.ts';
import type { ExperimentRow } from '../data/rows/experiment-rows.ts';
import type { Report } from '../data/build-report.ts';
import { abstractSection } from './opening/abstract-section.ts';
import { citationSection } from './sections/citation-section.ts';
import { claimsSection } from './sections/claims-section.ts';
import { discussionSection } from './sections/discussion-section.ts';
import { downloadsSection } from './sections/downloads-section.ts';
import { alignmentSection } from './sections/alignment-section.ts';
import { edgePairSection } from './sections/edge/edge-pair-section.ts';
import { edgeSection } from './sections/edge/edge-section.ts';
import { resultsSection, supplementSection } from './sections/figure-sections.ts';
import type { FileKinds } from './markup/drawn-figure.ts';
import { type Html, escapeHtml, escapeScript, html, scriptJson } from './markup/html.ts';
import { katexStyle } from './style/katex-style.ts';
import { methodSection } from './sections/method-section.ts';
import { provenanceSection } from './sections/provenance-section.ts';
import { referenceSection } from './sections/reference-section.ts';
import { runsSection } from './sections/runs-section.ts';
import { pageStyle } from './style/page-style.ts';
import { tableOne } from './sections/table-one.ts';
import { tableThree } from './sections/table-three.ts';
import { tableTwo } from './sections/table-two.ts';
import { heroExperiment, titleSection } from './opening/title-section.ts';
import { previewTags } from './preview.ts';
import { toolbar } from './toolbar-markup.ts';
import { typefaceStyle } from './style/typeface-style.ts';
import { present } from '../../present.ts';
import { experimentTitle } from '../paper/experiment-title.ts';

const contents = [
  ['abstract', 'Abstract'],
  ['method', 'Definitions'],
  ['claims', 'Claims'],
  ['results', 'Argument'],
  ['alignment', 'A picture of it'],
  ['table-2', 'Power laws'],
  ['edge', 'Edge of stability'],
  ['at-the-edge', 'Training at the edge'],
  ['discussion', 'Numbers'],
  ['reference', 'Reference'],
  ['table-1', 'Experiments'],
  ['runs', 'Runs'],
  ['supplement', 'Supplement'],
  ['provenance', 'How it was made'],
  ['cite', 'Cite'],
  ['downloads', 'Data'],
] as const;

/** No request leaves the place that the page lies in, whatever is in it: what it carries and what lies beside it may be loaded. */
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; font-src data:; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'";

/** The whole page, one file. `examples` are the images of Figure 5. */
export function renderPage(report: Report, examples: Html | undefined, options: FileKinds): string {
  const alignment = alignmentSection(report, options);
  const atEdge = edgePairSection(report, options);
  const reference = referenceSection(report);
  const absent = new Set([
    ...(alignment ? [] : ['alignment']),
    ...(atEdge ? [] : ['at-the-edge']),
    ...(reference ? [] : ['reference']),
  ]);
  const body = html`${titleSection(report, options)}
    <nav class="contents" aria-label="Contents">
      ${contents.filter(([id]) => !absent.has(id)).map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
    </nav>
    ${abstractSection()} ${methodSection(report)} ${claimsSection(report)}
    ${resultsSection(report, examples, options)} ${alignment} ${tableTwo(report, options)}
    ${edgeSection(report, options)} ${atEdge} ${discussionSection(report)} ${reference} ${tableOne(report)}
    ${runsSection(report)} ${supplementSection(report, options)}
    ${report.experiments.some(isDice) && tableThree()} ${provenanceSection(report)} ${citationSection(report)}
    ${downloadsSection(options)}`.text;
  const script = clientScript();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${plainAscii.markup(escapeHtml(report.title))}</title>
<link rel="icon" href="data:,">
${plainAscii.markup(previewTags(report).text)}
<style>${plainAscii.style(`${typefaceStyle()}${katexStyle(body)}${pageStyle}`)}</style>
<noscript><style>.toolbar,.legend,.filters,button.link{display:none}</style></noscript>
<script>document.documentElement.dataset.theme=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'</script>
</head>
<body>
<a class="skip" href="#claims">Skip to the claims</a>
<header class="bar">${plainAscii.markup(toolbar(report).text)}</header>
<main>
${plainAscii.markup(body)}
</main>
${Object.entries(report.tables)
  .map(([id, tables]) => `<script type="text/plain" id="tables-${escapeHtml(id)}">${packed(tables)}</script>`)
  .join('\n')}
<script type="application/json" id="report-data">${plainAscii.json(scriptJson(pageData(report)))}</script>
<template id="licences">${plainAscii.markup(escapeHtml(notices(script.packages)))}</template>
<script>${escapeScript(script.code)}</script>
<script src="publication.js"></script>
</body>
</html>
`;
}

function isDice({ id, dataset, paper }: ExperimentRow): boolean {
  return id !== undefined && dataset === 'dice' && paper !== undefined;
}

function pageData(report: Report): PageData {
  const { figures, powerLaws, runs, colours, experiments, tables, growth, edgePairs, pictured } = report;
  const hero = heroExperiment(report);
  return {
    figures,
    powerLaws,
    runs,
    colours,
    growth: hero === undefined ? {} : { [hero]: growth[hero]! },
    edgePairs,
    ...present({ pictured }),
    experiments: experiments.flatMap(({ id, datasetTitle, criterion, largestStep }) =>
      id === undefined
        ? []
        : [
            {
              id,
              title: experimentTitle({ datasetTitle, criterion }),
              depth: tables[id]?.depth ?? 0,
              ...present({ largestStep }),
            },
          ],
    ),
  };
}
