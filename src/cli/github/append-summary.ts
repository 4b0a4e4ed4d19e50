import { appendFileSync, existsSync, statSync } from 'node:fs';

/** GitHub drops the whole summary of a step above 1 MiB (1,048,576 bytes). */
const MOST_BYTES = 1_000_000;

/** Appends sections of Markdown to the job summary, as many as fit in; says how many are left out. Without a job it does nothing. */
export function appendSummary(sections: readonly string[]): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  // Another command of the same step may have written already.
  let room = MOST_BYTES - (existsSync(file) ? statSync(file).size : 0);
  const fitting: string[] = [];
  for (const section of sections) {
    const text = `${section}\n\n`;
    room -= Buffer.byteLength(text);
    if (room < 0) break;
    fitting.push(text);
  }
  const left = sections.length - fitting.length;
  // The difference between the two limits has room for a thousand such lines.
  if (left > 0) fitting.push(`${left} more: the log has everything.\n\n`);
  appendFileSync(file, fitting.join(''));
}
