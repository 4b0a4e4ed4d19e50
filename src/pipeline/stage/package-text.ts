import { withoutByteOrderMark } from '../../without-byte-order-mark.ts';
import { PipelineError } from '../faults/error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../values/json.ts';

/**
 * Reads the text of a package.json as Node does, which takes a byte order mark and nothing but a map.
 * @throws PipelineError bad-stage-file
 */
export function parsePackage(file: string, text: string): JsonObject {
  const hint = 'Correct it, or install the package again where it is an installed one.';
  let value: JsonValue;
  try {
    value = JSON.parse(withoutByteOrderMark(text)) as JsonValue;
  } catch (cause) {
    throw new PipelineError('bad-stage-file', `${file} is no JSON: ${(cause as Error).message}`, {
      hint,
      cause,
    });
  }
  if (isJsonObject(value)) return value;
  throw new PipelineError(
    'bad-stage-file',
    `${file} is ${JSON.stringify(value).slice(0, 20)}, expected a map`,
    {
      hint,
    },
  );
}
