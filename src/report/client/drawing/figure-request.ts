/** What a figure element asks for: `data-family`, `data-experiment` and, for the curves of one run, `data-run`. */
export interface FigureRequest {
  family: string;
  experiment: string | undefined;
  run?: string;
}
