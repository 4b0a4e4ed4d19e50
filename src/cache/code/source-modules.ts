import type * as esbuild from 'esbuild';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { extname } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Signature } from '../files/signature.ts';
import { type ImportTarget, ImportTargets } from './targets/import-targets.ts';
import { type ModulePieces, type Piece, type Unfollowed, splitModule } from './module-pieces.ts';
import { SignedFiles } from './targets/signed-files.ts';
import { saysOutside } from './unfollowed.ts';

type Esbuild = Pick<typeof esbuild, 'transform' | 'stop'>;

/** Reads source files as Node would load them, each once, and keeps their signatures from before they were read. */
export class SourceModules {
  readonly #files = new SignedFiles();
  readonly #targets = new ImportTargets(this.#files);
  readonly #modules = new Map<string, Promise<ModulePieces>>();

  #esbuild: Promise<Esbuild> | undefined;

  /** The pieces of a file. */
  read(file: string): Promise<ModulePieces> {
    let module = this.#modules.get(file);
    if (module === undefined) {
      module = this.#split(file);
      this.#modules.set(file, module);
    }
    return module;
  }

  /** Ends the process of esbuild, where it was needed. */
  async close(): Promise<void> {
    await (await this.#esbuild)?.stop();
  }

  /** The signature of a file from before it was read. */
  signature(file: string): Signature | undefined {
    return this.#files.signature(file);
  }

  /** What `specifier` means in `file`; `byUrl` for a file that may not be there. */
  resolve(file: string, specifier: string, byUrl = false): ImportTarget {
    return this.#targets.resolve(file, specifier, byUrl);
  }

  /** How the pieces of a file are called, for a digest that does not depend on where the project lies. */
  nameOf(file: string, root: string): string {
    return this.#targets.nameOf(file, root);
  }

  /** esbuild takes the types and comments away; it is loaded only when a TypeScript file is new or changed. */
  async #withoutTypes(text: string, sourcemap = false): Promise<{ code: string; map: string }> {
    this.#esbuild ??= import('esbuild');
    const { transform } = await this.#esbuild;
    return await transform(text, {
      loader: 'ts',
      target: 'esnext',
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      ...(sourcemap && { sourcemap: 'external' }),
    });
  }

  async #split(file: string): Promise<ModulePieces> {
    const text = this.#files.text(file);
    const isTypeScript = /ts$/.test(extname(file));
    try {
      const script = isTypeScript ? (await this.#withoutTypes(text)).code : text;
      const module = split(script, extname(file));
      await this.#tell(module.pieces, text, isTypeScript);
      return module;
    } catch (error) {
      throw syntaxError(file, error);
    }
  }

  /** Tells what cannot be followed by where it stands in the author's text, and leaves out what the author says is so on purpose. */
  async #tell(pieces: readonly Piece[], text: string, isTypeScript: boolean): Promise<void> {
    const unfollowed = new Set(pieces.flatMap((piece) => piece.unfollowed));
    if (unfollowed.size === 0) return;
    if (isTypeScript) {
      const { map } = await this.#withoutTypes(text, true);
      const places = new SourceMap(JSON.parse(map) as SourceMapPayload);
      for (const one of unfollowed) {
        const found = places.findEntry(one.line - 1, one.column - 1);
        if ('originalLine' in found)
          Object.assign(one, { line: found.originalLine + 1, column: found.originalColumn + 1 });
      }
    }
    const lines = text.split('\n');
    const isMeant = ({ line }: Unfollowed): boolean =>
      lines.slice(Math.max(0, line - 2), line).some(saysOutside);
    for (const piece of pieces) piece.unfollowed = piece.unfollowed.filter((one) => !isMeant(one));
  }
}

function split(script: string, extension: string): ModulePieces {
  if (extension.startsWith('.c')) return splitModule(script, 'commonjs');
  try {
    return splitModule(script, 'module');
  } catch (error) {
    // Without "type": "module" Node takes what is no module for CommonJS, where more is allowed.
    if (extension.startsWith('.m')) throw error;
    try {
      return splitModule(script, 'commonjs');
    } catch {
      throw error;
    }
  }
}

interface SourceMessage {
  text: string;
  location: { line: number; column: number } | null;
}

/** esbuild names a list of errors, acorn one with `loc`. */
function syntaxError(file: string, error: unknown): unknown {
  const [first] = (error as { errors?: SourceMessage[] }).errors ?? [];
  const place = first?.location ?? (error as { loc?: { line: number; column: number } }).loc;
  if (!place) return isEnded(error) ? compilerEnded(file, error) : error;
  const location = { file, line: place.line, column: place.column + 1 };
  const message = first?.text ?? (error as Error).message.replace(/ \(\d+:\d+\)$/, '');
  return new PipelineError('bad-stage-file', `the source cannot be read: ${message}`, {
    location,
    hint: 'Correct the syntax; then run the same command again.',
    cause: error,
  });
}

/** esbuild says so where its process could not be started, was killed, or ran out of memory. */
function isEnded(error: unknown): error is Error {
  return error instanceof Error && /^The service (was stopped|is no longer running)/.test(error.message);
}

function compilerEnded(file: string, error: Error): PipelineError {
  const why = error.message.replace(/^[^:]*:? ?/, '');
  return new PipelineError(
    'file-system',
    `${file} could not be read as TypeScript: the process of esbuild ended${why === '' ? '' : ` (${why})`}`,
    {
      hint: 'Where the system has too little memory, or room for processes ("ulimit -u", "ulimit -v"), give it more; then run the same command again.',
      cause: error,
    },
  );
}
