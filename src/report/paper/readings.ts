/** How this project reads a place where the paper is silent or misprinted. */
export interface PaperReading {
  id: string;
  /** TeX between dollar signs. */
  text: string;
}

/** The readings behind every run, numbered as in the documentation. Those of the datasets (R14 to R17) come with the datasets. */
export const readings: readonly PaperReading[] = [
  {
    id: 'R1',
    text: String.raw`Index convention: $f=A^Lx^L+b^L$ in section 2.1 is a misprint. Eq. 5 and the figures fix $\hat{x}^i=A^ix^{i-1}+b^i$ with $L=6$.`,
  },
  { id: 'R2', text: String.raw`$\sigma'$ in the layerwise Jacobian is taken at $\hat{x}^i$, not at $x^i$.` },
  {
    id: 'R3',
    text: String.raw`Initialisation: normal Xavier with gain $\sqrt{2}$, standard deviation $\sqrt{2}\cdot\sqrt{2/(n_{\mathrm{in}}+n_{\mathrm{out}})}$, biases zero.`,
  },
  {
    id: 'R4',
    text: String.raw`MSE is $l=\sum_o(z_o-y_o)^2$ against the one-hot label, averaged over samples, without $\tfrac12$; so $\mathcal{H}_zl=2I$.`,
  },
  {
    id: 'R5',
    text: String.raw`The solver uses $k=O$ eigenpairs, as many as the network has outputs, and $\lambda_{k+1}$ for the step.`,
  },
  {
    id: 'R6',
    text: String.raw`The largest step $\eta$, unstated in the paper, is 0.01 unless the solver's settings say otherwise.`,
  },
  {
    id: 'R7',
    text: String.raw`The printed $\min((e^{-\lambda t}-1)/\lambda,\eta)$ can never act, since that term is not positive. It is read as a cap on its magnitude, at $\Delta t$.`,
  },
  {
    id: 'R8',
    text: String.raw`$r_m(0)$ in the update means $r_m(\Delta t)$, and $\lambda_m(\theta_t)$ means $\lambda_m(\theta_0)$.`,
  },
  {
    id: 'R9',
    text: String.raw`Snapshots are taken at the start, at flow time $10\eta$, at every multiple of $100\eta$ and at the end: at iterations 10, 100, 200, … while the step is $\eta$. A solver with longer steps interpolates.`,
  },
  {
    id: 'R10',
    text: String.raw`The upper limit $L$ of $\Pi_\chi^k$ is a misprint for $L-1$: only then is Eq. 7 exact.`,
  },
  {
    id: 'R11',
    text: 'The change of a quantity over training is its value at a snapshot divided by its value at the first snapshot after the transient.',
  },
  {
    id: 'R12',
    text: String.raw`The ratio in the counterfactual bound is printed upside down; it is read as $P^i_{\Delta,J}(t_0)/P^i_{\Delta,J}(t)$.`,
  },
  {
    id: 'R13',
    text: String.raw`The power law is fitted by least squares in log space over all runs of an experiment, one point a run.`,
  },
  {
    id: 'R18',
    text: 'A subset is drawn uniformly without replacement from the training pool, from its seed, whatever the other sizes are.',
  },
];
