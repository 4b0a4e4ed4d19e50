import type { Report } from '../data/build-report.ts';
import { heroExperiment } from './opening/title-section.ts';
import { html, type Html } from './markup/html.ts';

/** The image of a preview in pixels: what most sites ask for. */
export const previewSize = { width: 1200, height: 630 } as const;

/** Its name beside the page: a relative address, since the page does not know where it will be served. */
export const previewFile = 'preview.png';

/** What a link to the page says of it. */
function previewText({ summary, claims, totals }: Report): string {
  return `The experiments of Lowell & Kastner (2024), re-created: ${totals.finished} networks. Of ${claims.length} statements, ${summary.agrees} agree, ${summary.differs} differ, ${summary.notJudged} not judged here.`;
}

/** What the head of the page says to whoever shows a link to it. */
export function previewTags(report: Report): Html {
  const words = previewText(report);
  return html`<meta name="description" content="${words}" />
    <meta property="og:type" content="article" />
    <meta property="og:title" content="${report.title}" />
    <meta property="og:description" content="${words}" />
    ${
      heroExperiment(report) !== undefined &&
      html`<meta property="og:image" content="${previewFile}" />
        <meta property="og:image:width" content="${previewSize.width}" />
        <meta property="og:image:height" content="${previewSize.height}" />
        <meta
          property="og:image:alt"
          content="Growth over training of the five factors of the squared norm of the first layer"
        />
        <meta name="twitter:card" content="summary_large_image" />`
    }`;
}
