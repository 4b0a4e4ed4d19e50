import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

interface Finding {
  status: string;
  id: string;
  entity?: string;
  message: string;
}

interface Validator {
  crate: { resolveContext: () => Promise<unknown> };
  results: Finding[];
  parseJSON(text: string): void;
  validate(): Promise<boolean>;
  checkFiles(files: Record<string, { exists: boolean; inCrate: boolean; isDir: boolean }>): void;
}

interface Loaded {
  Validator: new () => Validator;
  vocabulary: typeof fetch;
}

let known: Loaded | undefined;

/** The package keeps the fetch that there is when it is loaded. */
function loaded(): Loaded {
  if (known !== undefined) return known;
  const validatorFile = join(dirname(require.resolve('ro-crate')), 'lib/validator.js');
  const context = readFileSync(join(dirname(validatorFile), 'context.json'), 'utf8');
  const vocabulary = (): Promise<Response> => Promise.resolve(new Response(context));
  const fetchBefore = globalThis.fetch;
  globalThis.fetch = vocabulary;
  known = { ...(require(validatorFile) as { Validator: new () => Validator }), vocabulary };
  globalThis.fetch = fetchBefore;
  return known;
}

/**
 * What the validator of ro-crate-js (npm: ro-crate, "rocval") finds wrong with the crate in a folder, warnings included; it compares the
 * entities with the files that are there. The vocabulary, which it would fetch, comes with its package.
 */
export async function crateProblems(folder: string): Promise<string[]> {
  const { Validator: Made, vocabulary } = loaded();
  const fetchBefore = globalThis.fetch;
  globalThis.fetch = vocabulary;
  try {
    const validator = new Made();
    validator.parseJSON(readFileSync(join(folder, 'ro-crate-metadata.json'), 'utf8'));
    await validator.crate.resolveContext();
    await validator.validate();
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    validator.checkFiles(
      Object.fromEntries(
        names.map((name) => {
          const isDir = statSync(join(folder, name)).isDirectory();
          const id = name.split('/').map(encodeURIComponent).join('/');
          return [isDir ? `${id}/` : id, { exists: true, inCrate: false, isDir }];
        }),
      ),
    );
    return validator.results
      .filter(({ status }) => status !== 'success')
      .map(({ status, id, entity = '', message }) => `${status} ${id} ${entity}: ${message}`);
  } finally {
    globalThis.fetch = fetchBefore;
  }
}
