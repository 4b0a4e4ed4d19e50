/** The paper that this project re-creates, as BibTeX. */
export const paperBibtex = `@misc{lowell2024training,
  title         = {Training on the Edge of Stability Is Caused by Layerwise {Jacobian} Alignment},
  author        = {Lowell, Mark and Kastner, Catharine},
  year          = {2024},
  eprint        = {2406.00127},
  archivePrefix = {arXiv}
}`;

/** This project, as BibTeX. */
export function projectBibtex(version: string): string {
  return `@software{eos_pipeline,
  title   = {eos-pipeline: the experiments of "Training on the Edge of Stability Is Caused by Layerwise {Jacobian} Alignment", re-created},
  version = {${version}}
}`;
}
