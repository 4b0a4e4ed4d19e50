// A thread of every worker and of every stage process on Windows, which has no process groups to guard from outside: a stage that computes for minutes without a pause cannot hear that the main process died.
import { workerData } from 'node:worker_threads';
import { killOwnGroup } from '../process-group.ts';

const LOOK_MS = 250;
const { parent } = workerData as { parent: number };

setInterval(() => {
  if (process.ppid !== parent) killOwnGroup();
}, LOOK_MS);
