/** The paper that this project re-creates. */
export const paperArticle = {
  title: 'Training on the Edge of Stability Is Caused by Layerwise Jacobian Alignment',
  authors: ['Lowell, Mark', 'Kastner, Catharine'],
  year: '2024',
  url: 'https://arxiv.org/abs/2406.00127',
} as const;

/** The paper as BibTeX. */
export const paperBibtex = `@misc{lowell2024training,
  title         = {Training on the Edge of Stability Is Caused by Layerwise {Jacobian} Alignment},
  author        = {${paperArticle.authors.join(' and ')}},
  year          = {${paperArticle.year}},
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
