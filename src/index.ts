export { z } from 'zod';
export { regularCheckpoint } from './pipeline/stage/regular-checkpoint.ts';
export { defineStage } from './pipeline/stage/stage.ts';
export type {
  Checkpoint,
  StageContext,
  StageDefinition,
  StageInput,
  StageMetrics,
  StageProgress,
} from './pipeline/stage/stage.ts';
