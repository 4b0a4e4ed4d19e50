export { z } from 'zod';
export { regularCheckpoint } from './pipeline/regular-checkpoint.ts';
export { defineStage } from './pipeline/stage.ts';
export type {
  Checkpoint,
  StageContext,
  StageDefinition,
  StageInput,
  StageMetrics,
  StageProgress,
} from './pipeline/stage.ts';
