import type { Report } from '../../data/build-report.ts';
import type { PicturedRun } from '../../data/rows/pictured-run.ts';
import { stillSnapshots } from '../../figures/pictures/picture-panels.ts';
import { formatNumber } from '../../paper/format-number.ts';
import { drawnFigure, withoutScript, type FileKinds } from '../markup/drawn-figure.ts';
import { html, type Html } from '../markup/html.ts';
import { tex, texText } from '../markup/math.ts';

/** What alignment is, seen in one network: a picture with a scrubber over the training. */
export function alignmentSection(report: Report, files?: FileKinds): Html | undefined {
  const { pictured } = report;
  if (pictured === undefined) return undefined;
  const run = report.runs.find(({ id }) => id === pictured.run)!;
  const last = pictured.snapshots.length - 1;
  return html`<section id="alignment">
    <h2>A picture of alignment</h2>
    <p>
      A layer passes a small change on by its Jacobian ${tex('J^i')}: it stretches some directions much and
      others hardly. What follows the layer is sensitive to one direction above all, the first singular vector
      of ${tex(String.raw`\Delta^{i+1}`)}. The red curve says where that direction lies: how much of it falls
      on directions that ${tex('J^i')} stretches by at least so much, where 1 is the most that it stretches
      any. The gray curve is the same of a direction drawn at random. The area under the red curve is the
      alignment ratio ${tex(String.raw`r(\Delta^{i+1},J^i)`)} of this sample (nearly: the smaller singular
      values of ${tex(String.raw`\Delta^{i+1}`)} have a small part in it).
    </p>
    ${drawnFigure(
      {
        id: 'alignment-guide',
        file: 'alignment-guide',
        family: 'alignment-guide',
        label:
          'Two examples of the picture: without alignment the red curve lies on the gray one and r, the area under it, is small; with full alignment the red curve stays at the top and r is 1',
        caption: html`<b>How to read it.</b> Left: what follows looks in no direction in particular, so that
          the layer amplifies it as it would noise. Right: it looks exactly where the layer stretches most.`,
      },
      files,
    )}
    ${drawnFigure(
      {
        id: 'alignment-picture',
        file: `alignment-picture-${last}`,
        family: 'alignment-picture',
        label:
          'For each layer, how much of the direction that the rest of the network is most sensitive to lies in directions that the layer stretches by at least so much, at the snapshot chosen above',
        above: scrubber(pictured),
        stills: stills(pictured, files),
        caption: html`<b>One network while it learns.</b> D = ${run.size}, network seed ${run.networkSeed},
          subset seed ${run.subsetSeed}, the first of its samples.
          ${texText(String.raw`Move the slider, or use the arrow keys on it: at the start the red curves lie on the gray ones, and in the course of training they rise off them, and $r$ with them. It is no single direction that turns: the whole weight moves to what $J^i$ stretches more. Measured by 32 steps of Lanczos with $J^i(J^i)^\top$ from that direction; the last of these layers has an $r$ near 1 from the start, since few classes leave it little choice.`)}`,
      },
      files,
    )}
  </section>`;
}

function scrubber(pictured: PicturedRun): Html {
  const last = pictured.snapshots.length - 1;
  return html`<div class="scrubber" hidden>
    <label for="snapshot">Snapshot</label>
    <input id="snapshot" type="range" min="0" max="${last}" step="1" value="${last}" />
    <output for="snapshot">${positionText(pictured, last)}</output>
    <label for="sample">Sample</label>
    <select id="sample">
      ${pictured.classes.map((name, sample) => html`<option value="${sample}">${sample + 1}: ${name}</option>`)}
    </select>
  </div>`;
}

/** Three moments of the training, for a reader who cannot move the slider. */
function stills(pictured: PicturedRun, files: FileKinds | undefined): (Html | undefined)[] {
  return stillSnapshots(pictured).map((snapshot) => {
    const position = positionText(pictured, snapshot);
    const still = withoutScript(`alignment-picture-${snapshot}`, `The picture at ${position}`, files);
    return still && html`<noscript><p class="note">${position}</p></noscript> ${still}`;
  });
}

/** A snapshot in words. */
function positionText({ snapshots }: PicturedRun, snapshot: number): string {
  const { iteration, loss } = snapshots[snapshot]!;
  return `iteration ${formatNumber(iteration, 'count')}, loss ${loss.toPrecision(3)}`;
}
