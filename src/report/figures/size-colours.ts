/** One colour a dataset size, the same for the whole report. */
export interface SizeColours {
  sizes: number[];
  light: string[];
  dark: string[];
}

/** Plasma (Smith & van der Walt 2015), eleven stops from 0 to 1: ordered in lightness, safe for colour-blind readers. */
const plasma = [
  '#0d0887',
  '#41049d',
  '#6a00a8',
  '#8f0da4',
  '#b12a90',
  '#cc4778',
  '#e16462',
  '#f2844b',
  '#fca636',
  '#fcce25',
  '#f0f921',
];

/** The part of the scale that stands out from white paper. */
const range = [0, 0.75] as const;

/** Luminance of the first and the last colour on a dark screen: the hue of a size stays, white makes it stand out. */
const lifted = [0.17, 0.46] as const;

/** Places every size on the scale by its logarithm: small sets are dark, large ones bright. */
export function sizeColours(sizes: readonly number[]): SizeColours {
  const ordered = [...new Set(sizes)].sort((a, b) => a - b);
  const logs = ordered.map(Math.log);
  const span = logs.length > 1 ? logs.at(-1)! - logs[0]! : 1;
  const places = logs.map((log) => (log - logs[0]!) / span);
  const between = ([from, to]: readonly [number, number], place: number) => from + (to - from) * place;
  const light = places.map((place) => colourAt(between(range, place)));
  const dark = places.map((place, index) => brightened(light[index]!, between(lifted, place)));
  return { sizes: ordered, light, dark };
}

function colourAt(position: number): string {
  const scaled = Math.min(Math.max(position, 0), 1) * (plasma.length - 1);
  const index = Math.min(Math.floor(scaled), plasma.length - 2);
  return mixed(plasma[index]!, plasma[index + 1]!, scaled - index);
}

/** The colour with as much white as gives it a luminance. */
function brightened(colour: string, wanted: number): string {
  let [low, high] = [0, 1];
  for (let step = 0; step < 12; step++) {
    const share = (low + high) / 2;
    if (luminance(mixed(colour, '#ffffff', share)) < wanted) low = share;
    else high = share;
  }
  return mixed(colour, '#ffffff', high);
}

/** Relative luminance (WCAG 2). */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) =>
    value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function mixed(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const between = a.map((value, channel) => Math.round(value + (b[channel]! - value) * share));
  return `#${between.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
