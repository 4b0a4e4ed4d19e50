import { readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import type * as esbuild from 'esbuild';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PipelineError } from '../../pipeline/error.ts';
import { packageRoot } from '../../pipeline/package-root.ts';
import { type Digest, sha256File } from '../files/digest.ts';
import { isMissing, systemCode } from '../files/system-error.ts';
import { type Signature, signatureAt, statsAt } from '../files/signature.ts';
import { type ModulePieces, splitModule } from './module-pieces.ts';
import { privateImport } from './private-import.ts';

type Esbuild = Pick<typeof esbuild, 'transform' | 'stop'>;

const CODE_EXTENSIONS = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

/** What an import of a module leads to, by `via` these links and descriptions, while nothing is at the paths in `absent`. */
export type ImportTarget = Meant & { via?: string[]; absent?: string[] };

type Meant =
  /** `file` is no link: what it imports is relative to where it really lies. */
  | { kind: 'module'; file: string }
  /** A JSON file, or data that is loaded by its URL. */
  | { kind: 'data'; file: string; hash: Digest }
  /** `file` is the description that the version is from, where the package is installed. */
  | { kind: 'package'; name: string; version: string; file?: string }
  | { kind: 'builtin' }
  /** A file that is loaded by its URL and is not there (yet). */
  | { kind: 'nothing' };

/** Reads source files as Node would load them, each once, and keeps their signatures from before they were read. */
export class SourceModules {
  readonly #signatures = new Map<string, Signature>();
  readonly #modules = new Map<string, Promise<ModulePieces>>();
  readonly #targets = new Map<string, ImportTarget>();

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
    return this.#signatures.get(file);
  }

  /** What `specifier` means in `file`; `byUrl` for a file that may not be there. */
  resolve(file: string, specifier: string, byUrl = false): ImportTarget {
    const name = `${file}\0${specifier}\0${byUrl}`;
    let target = this.#targets.get(name);
    if (target === undefined) {
      target = this.#resolve(file, specifier, byUrl);
      this.#targets.set(name, target);
    }
    return target;
  }

  #resolve(file: string, specifier: string, byUrl: boolean): ImportTarget {
    if (isBuiltin(specifier)) return { kind: 'builtin' };
    if (byUrl || /^(\.{1,2}\/|\/|file:)/.test(specifier)) {
      const path = pathOf(specifier, file);
      return byUrl ? this.#urlTarget(path) : this.#fileTarget(path);
    }
    if (specifier.startsWith('#')) return this.#privateTarget(file, specifier);
    return this.#packageTarget(file, specifier);
  }

  /** A private name of the package that a file is in. Where the package has no such name, Node says so when it loads the file. */
  #privateTarget(file: string, specifier: string): ImportTarget {
    const root = packageRoot(dirname(file));
    if (root === undefined) return { kind: 'nothing', absent: [] };
    const description = join(root, 'package.json');
    const { imports = {} } = JSON.parse(this.#text(description)) as { imports?: Record<string, unknown> };
    const meant = privateImport(imports, specifier);
    const target: ImportTarget =
      meant === undefined || meant.startsWith('#')
        ? { kind: 'nothing', absent: [] }
        : this.resolve(description, meant);
    return { ...target, via: [...(target.via ?? []), description] };
  }

  #urlTarget(path: string): ImportTarget {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() === true) return this.#fileTarget(path);
    // A folder is no code, and no file can appear in its place.
    const absent = stats === undefined ? [path] : [];
    const found = path.endsWith('/') ? undefined : requiredFile(path);
    return found === undefined ? { kind: 'nothing', absent } : { ...this.#fileTarget(found), absent };
  }

  #fileTarget(path: string): ImportTarget {
    const file = realPath(path);
    const links = this.#links(path, file);
    const isCode = CODE_EXTENSIONS.has(extname(file));
    const via = links.length > 0 && { via: isCode ? links : [...links, file] };
    if (isCode) return { kind: 'module', file, ...via };
    const hash = this.#read(file, sha256File);
    return { kind: 'data', file: path, hash, ...via };
  }

  /** The links that lead from a path to its file, whose own signature vouches for none of them. */
  #links(path: string, file: string): string[] {
    if (path === file) return [];
    this.#sign(path);
    // Else a folder is the link.
    if (statsAt(path)?.isSymbolicLink() !== true) return [path];
    return [path, ...this.#links(resolve(realPath(dirname(path)), readlinkSync(path)), file)];
  }

  #sign(path: string): void {
    const signature = this.#signatures.has(path) ? undefined : signatureAt(path);
    if (signature !== undefined) this.#signatures.set(path, signature);
  }

  #packageTarget(file: string, specifier: string): ImportTarget {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    const absent: string[] = [];
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const packages = join(folder, 'node_modules');
      const description = join(packages, name, 'package.json');
      if (statsAt(description) !== undefined) return this.#installed(name, description, absent);
      absent.push(statsAt(packages) === undefined ? packages : description);
      // A package may import itself by its name.
      const own = join(folder, 'package.json');
      if (statsAt(own) !== undefined && (JSON.parse(this.#text(own)) as { name?: string }).name === name) {
        return this.#installed(name, own, absent);
      }
      // Not installed: the stage may do without it (an optional package), and its arrival moves the key.
      if (folder === dirname(folder)) return { kind: 'package', name, version: 'not installed', absent };
    }
  }

  #installed(name: string, description: string, absent: string[]): ImportTarget {
    const { version = 'without version' } = JSON.parse(this.#text(description)) as { version?: string };
    return { kind: 'package', name, version, file: description, absent };
  }

  #text(file: string): string {
    return this.#read(file, (path) => readFileSync(path, 'utf8'));
  }

  /** What `act` reads in a file; its signature is from before. */
  #read<T>(file: string, act: (path: string) => T): T {
    const signature = signatureAt(file);
    try {
      const content = act(file);
      if (signature !== undefined) this.#signatures.set(file, signature);
      return content;
    } catch (error) {
      if (!isMissing(error) && systemCode(error) !== 'EISDIR') throw error;
      throw new PipelineError('bad-stage-file', `the source file ${file} is not there`, {
        hint: 'Correct the path (with its extension, as Node needs it) where it is imported or named under "uses".',
        cause: error,
      });
    }
  }

  /** esbuild takes the types and comments away; it is loaded only when a TypeScript file is new or changed. */
  async #withoutTypes(text: string): Promise<string> {
    this.#esbuild ??= import('esbuild');
    const { transform } = await this.#esbuild;
    const { code } = await transform(text, {
      loader: 'ts',
      target: 'esnext',
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return code;
  }

  async #split(file: string): Promise<ModulePieces> {
    const text = this.#text(file);
    try {
      const script = /ts$/.test(extname(file)) ? await this.#withoutTypes(text) : text;
      return splitModule(script, extname(file).startsWith('.c') ? 'commonjs' : 'module');
    } catch (error) {
      throw syntaxError(file, error);
    }
  }
}

/** Where a path leads to, all links followed; itself where nothing is there. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

/** What `require` takes for a path without extension, or of a folder. */
function requiredFile(path: string): string | undefined {
  try {
    return createRequire(path).resolve(path);
  } catch {
    return undefined;
  }
}

/** The path of a URL, as imports are; of what is none, the path that it looks like. */
function pathOf(url: string, file: string): string {
  try {
    return fileURLToPath(new URL(url, pathToFileURL(file)));
  } catch {
    return resolve(dirname(file), url);
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
  if (!place) return error;
  const location = { file, line: place.line, column: place.column + 1 };
  const message = first?.text ?? (error as Error).message.replace(/ \(\d+:\d+\)$/, '');
  return new PipelineError('bad-stage-file', `the source cannot be read: ${message}`, {
    location,
    hint: 'Correct the syntax; then run the same command again.',
    cause: error,
  });
}
