import { z } from 'zod';

const classLabel = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()).min(1) });
const info = z.object({ info: z.object({ features: z.record(z.string(), z.unknown()) }) });
const features = z.record(z.string(), z.unknown());

/** The classes of the columns that hold class numbers, by the name of the column. */
export type CodedClasses = ReadonlyMap<string, string[]>;

/** Reads what Hugging Face datasets writes as `huggingface` into the metadata of Arrow and Parquet files. */
export function codedClassesOfMetadata(metadata: string | undefined): CodedClasses {
  const parsed = info.safeParse(parseJson(metadata ?? 'null'));
  return codedClasses(parsed.data?.info.features);
}

/** Reads the `features` of a `dataset_info.json`. */
export function codedClasses(described: unknown): CodedClasses {
  const columns = features.safeParse(described).data ?? {};
  const classes = new Map<string, string[]>();
  for (const [name, feature] of Object.entries(columns)) {
    const label = classLabel.safeParse(feature);
    if (label.success) classes.set(name, label.data.names);
  }
  return classes;
}

/** Metadata of other programs may be anything. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
