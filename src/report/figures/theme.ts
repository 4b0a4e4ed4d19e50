import type { Config } from 'vega-lite';

/** Colours of a figure's frame, on paper or on a dark screen. */
export interface Theme {
  name: 'light' | 'dark';
  ink: string;
  muted: string;
  grid: string;
  accent: string;
  /** What is compared with what has the accent. */
  second: string;
}

export const lightTheme: Theme = {
  name: 'light',
  ink: '#1f2328',
  muted: '#5b6169',
  grid: '#e6e6e3',
  accent: '#b3361e',
  second: '#2b5c8a',
};

export const darkTheme: Theme = {
  name: 'dark',
  ink: '#e6e4df',
  muted: '#a3a19b',
  grid: '#33353a',
  accent: '#ff8a6b',
  second: '#8ab8e6',
};

/** Typeface of everything drawn inside figures. */
const figureFont = '"Source Sans 3", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif';

/** The Vega-Lite configuration that every figure shares. */
export function figureConfig({ ink, muted, grid }: Theme): Config {
  return {
    font: figureFont,
    // The page names each figure as a whole; a description of every point would cost more than drawing it.
    mark: { aria: false },
    background: 'transparent',
    view: { stroke: 'transparent' },
    axis: {
      domainColor: muted,
      domainWidth: 0.75,
      gridColor: grid,
      gridWidth: 0.75,
      labelColor: muted,
      labelFontSize: 11,
      labelPadding: 4,
      tickColor: muted,
      tickSize: 4,
      tickWidth: 0.75,
      titleColor: muted,
      titleFontSize: 11.5,
      titleFontWeight: 'normal',
      titlePadding: 6,
    },
    axisX: { grid: false },
    legend: {
      labelColor: ink,
      titleColor: muted,
      titleFontWeight: 'normal',
      labelFontSize: 11,
      titleFontSize: 11.5,
    },
    title: { anchor: 'start', frame: 'group', color: ink, fontSize: 13, fontWeight: 600, offset: 8 },
  };
}
