import type { Digest } from '../../cache/files/digest.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import type { JsonObject } from '../../pipeline/values/json.ts';
import { durationText } from '../../progress/duration-text.ts';
import { publicationCall, type WhereComputed } from '../../report/client/where-computed.ts';
import { version } from '../../version.ts';
import { flatValues } from './flat-values.ts';
import type { GitState } from './git-state.ts';
import type { Frequencies, RunFacts } from './run-facts.ts';

/** What is said of a published output beside what is in it. */
export interface Circumstances {
  /** The digest of the published output. */
  output: Digest;
  profile: string;
  params: JsonObject;
  git?: GitState;
}

/** A commit in words. */
export function commitText(git: GitState | undefined): string {
  if (git === undefined) return 'unknown: the project is at no commit of git';
  return git.changed ? `${git.commit}, with changes that are not in it` : git.commit;
}

/** The text of `publication.js` below its first line. */
export function publicationText(about: Circumstances, facts: RunFacts): string {
  return `${publicationCall}(${JSON.stringify(publication(about, facts), undefined, 1)});\n`;
}

function publication({ output, profile, params, git }: Circumstances, facts: RunFacts): WhereComputed {
  const { results, startedAt, finishedAt, durationMs, node, machines, software } = facts;
  const when =
    startedAt === undefined || finishedAt === undefined
      ? 'unknown: the cache has no record of them'
      : `${startedAt.slice(0, 10)} to ${finishedAt.slice(0, 10)} (UTC), ${durationText(durationMs)} of work in all`;
  const total = results.length;
  return {
    facts: [
      ['eos-pipeline', version],
      ['commit', commitText(git)],
      ['profile', profile],
      ['results', `${total}, computed ${when}`],
      ['Node', countedText(node, total)],
      ...Object.entries(software).map(([name, found]): [string, string] => [name, countedText(found)]),
      ['machine', countedText(machines, total)],
      ['this report', `sha256 ${output}`],
    ],
    parameters: flatValues(params),
  };
}

/** What is so of all results stands alone; else each with its number, and how many are not known. */
function countedText(found: Frequencies, total = sum(found)): string {
  const missing = total - sum(found);
  const [only] = found;
  if (only === undefined) return 'unknown';
  if (found.length === 1 && missing === 0) return only[0];
  const parts = found.map(([text, results]) => `${text} (${counted(results, 'result')})`);
  return [...parts, ...(missing > 0 ? [`unknown (${missing})`] : [])].join('; ');
}

function sum(found: Frequencies): number {
  return found.reduce((total, [, results]) => total + results, 0);
}
