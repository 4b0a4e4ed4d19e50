import type { Digest } from '../../cache/files/digest.ts';
import { sha256 } from '../../cache/files/digest.ts';

/** Files in the folder of a probe, through which its two sides talk. */
export const HERE = 'here.json';
export const NODE_LOG = 'node.log';
export const SIGN = 'sign';
/** Rewritten by one side while the other reads it. */
export const REWRITTEN = 'rewritten';
/** The lock that both sides ask for. */
export const PROBE_LOCK: Digest = sha256('the lock of a probe');

/** What the node says as soon as it is there. */
export interface NodeFacts {
  host: string;
  /** The name that Slurm gives it. */
  name: string;
  node: string;
  nowMs: number;
  cores: number;
  /** The limit of the job's control group; absent: none. */
  memoryBytes?: number;
  /** The folders among those asked for that it does not see. */
  unseen: string[];
}

/** What the side that has submitted the probe asks the node to do; each but `answer` takes as long as it says. */
export type ProbeAct = 'answer' | 'rewrite' | 'link' | 'sign' | 'lock' | 'unlock' | 'end';

/** How long the node rewrites a file, and gives signs of life. */
export const REWRITE_MS = 700;
export const SIGNS_MS = 2000;
/** Files that both sides try to make at once. */
export const LINKS = 25;
/** Lines of the file that is rewritten: a reader that sees two different ones sees half of something. */
export const LINES = 200;

/** One request of the probe. */
export interface Ask {
  act: ProbeAct;
}

/** What the node answers. */
export interface Reply {
  nowMs: number;
  /** Files that were first made by the node. */
  won?: number;
  locked?: boolean;
}

/** The file of a request, and of its answer. */
export function messageFiles(round: number): { ask: string; reply: string } {
  return { ask: `ask-${round}.json`, reply: `reply-${round}.json` };
}
