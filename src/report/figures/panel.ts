/** One panel of a figure: the column it draws and the words above it. */
export interface Panel {
  /** Column of the data, see `snapshot-columns.ts` and `training-curves.ts`. */
  field: string;
  /** Plain text, as Vega draws it: no sub- or superscripts beyond ². */
  title: string;
  /** The scale of y unless the reader chooses one. */
  scale?: 'linear' | 'log';
  /** A horizontal line with its label. */
  rule?: { value: number; label: string };
}

/** A kind of figure that the paper shows once an experiment. */
export interface FigureFamily {
  id: string;
  /** Which table the columns come from. */
  table: 'snapshots' | 'curves';
  /** Panels side by side where there is room. */
  columns: number;
  /** Panels that are compared: one scale of y for all of them. */
  shared?: boolean;
  /** What is drawn; TeX between dollar signs. */
  caption: string;
  /** What is drawn, in plain words for readers who do not see it. */
  description: string;
  panels: (depth: number) => Panel[];
}
