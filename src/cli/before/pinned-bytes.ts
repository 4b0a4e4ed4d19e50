import type { Instance } from '../../pipeline/plan/plan.ts';
import { isJsonObject } from '../../pipeline/values/json.ts';

/** The bytes that a stage will download, where its parameters pin the sizes of its files; undefined where they do not. */
export function pinnedBytes({ params }: Instance): number | undefined {
  const files = isJsonObject(params) ? params['files'] : undefined;
  if (!Array.isArray(files)) return undefined;
  const sizes = files.flatMap((file) =>
    isJsonObject(file) && typeof file['sizeBytes'] === 'number' ? [file['sizeBytes']] : [],
  );
  return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0);
}
