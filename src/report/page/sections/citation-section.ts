import type { Report } from '../../data/build-report.ts';
import { paperBibtex, projectBibtex } from '../../paper/citations.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';

/** How to cite the paper, and this re-creation of it. */
export function citationSection({ provenance }: Report): Html {
  return html`<section id="cite">
    <h2>How to cite</h2>
    <pre ${region('BibTeX of the paper')}><code>${paperBibtex}</code></pre>
    <pre
      ${region('BibTeX of this re-creation')}
    ><code>${projectBibtex(provenance.versions['eos-pipeline']!)}</code></pre>
  </section>`;
}
