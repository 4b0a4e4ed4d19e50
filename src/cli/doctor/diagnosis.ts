/** One thing that was looked at: fine, worth knowing, or in the way of a run. */
export interface Diagnosis {
  about: string;
  state: 'ok' | 'remark' | 'fault';
  text: string;
  /** What to do about it. */
  hint?: string;
}

/** Something that is as it is to be. */
export function fine(about: string, text: string): Diagnosis {
  return { about, state: 'ok', text };
}

/** Something that a run copes with, and that is worth knowing. */
export function remark(about: string, text: string): Diagnosis {
  return { about, state: 'remark', text };
}

/** Something that stands in the way, and what to do about it. */
export function inTheWay(about: string, text: string, hint: string): Diagnosis {
  return { about, state: 'fault', text, hint };
}
