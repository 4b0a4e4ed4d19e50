import type { Digest } from '../../../cache/files/digest.ts';
import { aText, members, type Shape } from '../../../cache/files/shape.ts';
import type { Owner } from '../../../cache/sessions/session.ts';
import type { JobResult, StageOrder, WorkerNews } from '../../job.ts';

/** What a node is to do for one instance. */
export interface NodeJob {
  job: StageOrder;
  /** Outputs to read byte by byte before. */
  inputs: Digest[];
  timeoutMs?: number;
}

/** What a node says about an instance while it works, one line each. */
export type NodeNews = { type: 'started'; resumed: boolean; host: string } | WorkerNews;

/** How an instance ended on a node. */
export type NodeResult =
  | JobResult
  /** Another process computes the action: it is not done twice at the same time. */
  | { type: 'held'; owner: Owner }
  /** The job was told to end before the instance could begin. */
  | { type: 'not-begun' };

/** What is needed to take a result for one. */
export const nodeResultShape: Shape = members({ type: aText });

/** A task of a batch: instances that a node performs one after the other. */
export interface NodeTask {
  index: number;
  jobs: NodeJob[];
}
