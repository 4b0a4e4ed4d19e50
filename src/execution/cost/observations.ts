import { readRecord, type ActionRecord } from '../../cache/actions/action-record.ts';
import type { ActionIndex } from '../../cache/actions/action-index.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { present } from '../../present.ts';
import { coordinatesOf, type Features, featuresOf, type InputFeatures } from './features.ts';

/** What one instance cost. */
export interface CostObservation {
  /** Name of the stage file; of a command `run` and the name of its stage. */
  work: string;
  features: Features;
  /** Processor time where it was measured, else the time that it took. */
  coreMs?: number;
  /** The time that it took, beside whatever else ran; as here, on one thread where the stage deals its work out. */
  durationMs?: number;
  peakMemoryBytes?: number;
  sizeBytes?: number;
}

/** Records of a stage beyond this many say nothing new: the newest are read. */
const MOST_RECORDS = 500;

/** What the records of these stages, by their names in pipeline.yaml, say of costs; those that cannot be read say nothing. */
export function recordedCosts(
  cache: CacheFolder,
  index: ActionIndex,
  stages: ReadonlySet<string>,
): CostObservation[] {
  const keys = new Map<string, Digest[]>();
  for (const [key, { instance }] of index.entries('action')) {
    const stage = instance.split('[')[0]!;
    if (!stages.has(stage)) continue;
    const own = keys.get(stage);
    if (own) own.push(key as Digest);
    else keys.set(stage, [key as Digest]);
  }
  const read = new Map<string, ActionRecord | undefined>();
  const recordOf = (key: Digest): ActionRecord | undefined => {
    if (!read.has(key)) read.set(key, recordIn(cache, key));
    return read.get(key);
  };
  return [...keys.values()]
    .flatMap((own) => own.slice(-MOST_RECORDS))
    .flatMap((key) => {
      const record = recordOf(key);
      return record ? [observationOf(record, index, recordOf)] : [];
    });
}

/** A forecast is no place to fail for what the run itself will tell. */
function recordIn(cache: CacheFolder, key: Digest): ActionRecord | undefined {
  try {
    const found = readRecord(cache, key);
    return found.state === 'read' ? found.content : undefined;
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

function observationOf(
  { fields, instance, stage, sources, provenance, output }: ActionRecord,
  index: ActionIndex,
  recordOf: (key: Digest) => ActionRecord | undefined,
): CostObservation {
  const isCommand = !('uses' in fields.work);
  const inputs: Record<string, InputFeatures> = isCommand ? { '': { params: coordinatesOf(instance) } } : {};
  for (const [name, digests] of Object.entries(fields.inputs)) {
    const [source] = sources[name] ?? [];
    if (source && 'file' in source) continue;
    const [maker] = digests.length === 1 ? index.makersOf(digests[0]!) : [];
    const record = maker === undefined ? undefined : recordOf(maker as Digest);
    inputs[name] = record ? { params: record.fields.params } : { count: digests.length };
  }
  // What is not in the key although there were several was dealt out to them.
  const parts = fields.threads === undefined ? provenance.threads : 1;
  return {
    work: 'uses' in fields.work ? fields.work.uses : `run ${stage}`,
    features: featuresOf(fields.params, inputs),
    coreMs: provenance.processorMs ?? provenance.durationMs,
    durationMs: provenance.durationMs * parts,
    ...present({ peakMemoryBytes: provenance.peakMemoryBytes && provenance.peakMemoryBytes / parts }),
    sizeBytes: output.sizeBytes,
  };
}
