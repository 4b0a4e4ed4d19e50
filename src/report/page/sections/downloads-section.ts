import { html, type Html } from '../markup/html.ts';

const files: readonly (readonly [string, string])[] = [
  ['report.json', 'every number of this page'],
  ['tables/snapshots.csv', 'every analysed snapshot, all quantities'],
  ['tables/snapshots.parquet', 'the same, Parquet'],
  ['tables/iterations.csv', 'every iteration of every run'],
  ['tables/iterations.parquet', 'the same, Parquet'],
  ['tables/fits.csv', 'the points of the power laws with the fitted laws'],
  ['tables/fits.parquet', 'the same, Parquet'],
];

/** Links to the files that lie beside the page. */
export function downloadsSection({ svg, png }: { svg: boolean; png: boolean }): Html {
  const drawn = [...(svg ? ['SVG'] : []), ...(png ? ['PNG'] : [])].join(' and ');
  return html`<section id="downloads">
    <h2>Data to take away</h2>
    <p>These files lie beside the page where the pipeline wrote it. The page itself needs none of them.</p>
    <ul>
      ${files.map(([path, text]) => html`<li><a href="${path}">${path}</a>: ${text}</li>`)}
      <li>
        <code>figures/</code>: every figure as a Vega-Lite specification${drawn !== '' && ` and as ${drawn}`}
      </li>
    </ul>
  </section>`;
}
