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

/** The part of the scale that stands out from white paper, and the part that stands out from a dark screen. */
const range = { light: [0, 0.75], dark: [0.38, 1] } as const;

/** Places every size on the scale by its logarithm: small sets are dark (on paper), large ones bright. */
export function sizeColours(sizes: readonly number[]): SizeColours {
  const ordered = [...new Set(sizes)].sort((a, b) => a - b);
  const logs = ordered.map(Math.log);
  const span = logs.length > 1 ? logs.at(-1)! - logs[0]! : 1;
  const colours = ([low, high]: readonly [number, number]) =>
    logs.map((log) => colourAt(low + ((high - low) * (log - logs[0]!)) / span));
  return { sizes: ordered, light: colours(range.light), dark: colours(range.dark) };
}

function colourAt(position: number): string {
  const scaled = Math.min(Math.max(position, 0), 1) * (plasma.length - 1);
  const index = Math.min(Math.floor(scaled), plasma.length - 2);
  const [from, to] = [channels(plasma[index]!), channels(plasma[index + 1]!)];
  const mixed = from.map((value, channel) => Math.round(value + (to[channel]! - value) * (scaled - index)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
