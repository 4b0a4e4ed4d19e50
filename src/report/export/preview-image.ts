import type { Report } from '../data/build-report.ts';
import { growthFigure, growthPanels } from '../figures/growth.ts';
import { lightTheme } from '../figures/theme.ts';
import { previewSize } from '../page/preview.ts';
import { heroExperiment } from '../page/opening/title-section.ts';
import { escapeHtml } from '../page/markup/html.ts';
import { drawPng } from './png.ts';
import { drawSvg } from './svg.ts';

const { width, height } = { width: previewSize.width / 2, height: previewSize.height / 2 };
const margin = 20;
/** Letters of a title that fit in a line of the image. */
const TITLE_LETTERS = 62;

/** The image that a link to the page shows: its title, the figure of the first screen and the verdict; undefined without that figure. */
export async function previewImage(report: Report): Promise<Buffer | undefined> {
  const hero = heroExperiment(report);
  if (hero === undefined) return undefined;
  const figure = await drawSvg(
    growthFigure(report.growth[hero]!, {
      columns: growthPanels,
      // Tall enough for the title of its axis, wide enough for the paper's numbers.
      width: 150,
      height: 225,
      theme: lightTheme,
      colours: { sizes: report.colours.sizes, range: report.colours.light },
      legend: false,
    }),
    undefined,
  );
  const [, figureWidth = '1', figureHeight = '1'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(figure) ?? [];
  const title = lines(report.title, TITLE_LETTERS).slice(0, 2);
  const top = 36 + title.length * 24 + 10;
  const scale = Math.min(
    (width - 2 * margin) / Number(figureWidth),
    (height - top - 12) / Number(figureHeight),
  );
  const texts = [
    ...title.map((line, index) => text(line, 36 + index * 24, 19, lightTheme.ink)),
    text(sentence(report), 34 + title.length * 24, 13, lightTheme.muted),
  ];
  return drawPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${texts.join('')}<g transform="translate(${margin},${top}) scale(${scale.toFixed(4)})">${figure.replace(/^[^]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')}</g></svg>`,
  );
}

function sentence({ totals, summary, claims }: Report): string {
  return `Re-created with ${totals.finished} networks: of ${claims.length} statements ${summary.agrees} agree, ${summary.differs} differ, ${summary.notJudged} are not judged here`;
}

function text(words: string, y: number, size: number, colour: string): string {
  return `<text x="${margin}" y="${y}" font-family="sans-serif" font-size="${size}px" fill="${colour}">${escapeHtml(words)}</text>`;
}

/** Breaks a text between words. */
function lines(words: string, most: number): string[] {
  return words.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1);
    if (last !== undefined && last.length + word.length < most)
      return [...done.slice(0, -1), `${last} ${word}`];
    return [...done, word];
  }, []);
}
