import { reasonText } from '../reason-text.ts';
import type { Difference } from './difference.ts';

/** A difference for people, in a few lines. */
export function diffText({ instance, change, reasons, metrics }: Difference): string {
  const mark = { added: '+', removed: '-', changed: '~', 'same output': '=' }[change];
  const lines = [`${mark} ${instance}${change === 'same output' ? ' (other key, same output)' : ''}`];
  if (change === 'changed' || change === 'same output') {
    lines.push(...(reasons ?? []).map((reason) => `    ${reasonText(reason)}`));
    if (reasons === undefined) lines.push('    what moved is not known: the cache has not both records');
    else if (reasons.length === 0) lines.push('    nothing moved in its key: the stage is not deterministic');
    lines.push(
      ...metrics.map(
        ({ name, before, after }) => `    ${name}: ${before ?? 'absent'} → ${after ?? 'absent'}`,
      ),
    );
  }
  return lines.join('\n');
}
