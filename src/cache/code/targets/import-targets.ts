import { createRequire, isBuiltin } from 'node:module';
import { readlinkSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packageRoot } from '../../../pipeline/stage/package-root.ts';
import type { Digest } from '../../files/digest.ts';
import { statsAt } from '../../files/signature.ts';
import { InstalledPackages } from './installed-packages.ts';
import { packageExport, privateImport } from './package-map.ts';
import { realPath } from './real-path.ts';
import type { SignedFiles } from './signed-files.ts';

const CODE_EXTENSIONS = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

/** What an import of a module leads to, by `via` these links and descriptions, while nothing is at the paths in `absent`. */
export type ImportTarget = Meant & { via?: string[]; absent?: string[] };

type Meant =
  /** `file` is no link: what it imports is relative to where it really lies. */
  | { kind: 'module'; file: string }
  /** A JSON file, or data that is loaded by its URL. */
  | { kind: 'data'; file: string; hash: Digest }
  /**
   * `part` is what of it is imported, `/part` or empty; `file` the description that the version is from, where the package is installed;
   * `needed` what it depends on.
   */
  | {
      kind: 'package';
      name: string;
      part: string;
      version: string;
      file?: string;
      needed?: Map<string, Set<string>>;
    }
  /** A module of Node: `fs/promises`. */
  | { kind: 'builtin'; name: string }
  /** A file that is loaded by its URL and is not there (yet). */
  | { kind: 'nothing' };

/** What imports lead to, as Node finds it. */
export class ImportTargets {
  readonly #files: SignedFiles;
  readonly #packages: InstalledPackages;
  readonly #targets = new Map<string, ImportTarget>();

  constructor(files: SignedFiles) {
    this.#files = files;
    this.#packages = new InstalledPackages((file) => files.text(file));
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

  /** The way to a file from the root; outside of the root, from the package that it is in. */
  nameOf(file: string, root: string): string {
    const name = relative(root, file);
    const own = name.startsWith('..') ? packageRoot(dirname(file)) : undefined;
    const label = own === undefined ? undefined : this.#packages.describe(join(own, 'package.json')).name;
    const told = own === undefined || label === undefined ? name : `${label}:${relative(own, file)}`;
    return told.split(sep).join('/');
  }

  #resolve(file: string, specifier: string, byUrl: boolean): ImportTarget {
    if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') };
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
    const { imports = {} } = this.#packages.describe(description);
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
    const hash = this.#files.hash(file);
    return { kind: 'data', file: path, hash, ...via };
  }

  /** The links that lead from a path to its file, whose own signature vouches for none of them. */
  #links(path: string, file: string): string[] {
    if (path === file) return [];
    this.#files.sign(path);
    // Else a folder is the link.
    if (statsAt(path)?.isSymbolicLink() !== true) return [path];
    return [path, ...this.#links(resolve(realPath(dirname(path)), readlinkSync(path)), file)];
  }

  #packageTarget(file: string, specifier: string): ImportTarget {
    const name = packageName(specifier);
    const part = specifier.slice(name.length);
    const folder = dirname(file);
    const own = this.#packages.own(folder, name);
    // A package that gives out names may import itself, whatever is installed.
    if (own !== undefined && this.#packages.describe(own).exports !== undefined)
      return this.#localTarget(own, `.${part}`, []);
    const { file: description, absent } = this.#packages.find(folder, name);
    // Not installed: the stage may do without it (an optional package), and its arrival moves the key.
    if (description === undefined) return { kind: 'package', name, part, version: 'not installed', absent };
    if (this.#packages.isLocal(description, name, folder))
      return this.#localTarget(description, `.${part}`, absent);
    const { version = 'without version' } = this.#packages.describe(description);
    const { versions, files, absent: missing } = this.#packages.closure(name, description);
    const [first, ...via] = files;
    const others = [...missing].filter((path) => !absent.includes(path));
    return {
      kind: 'package',
      name,
      part,
      version,
      file: first!,
      absent: [...absent, ...others],
      ...(via.length > 0 && { via, needed: versions }),
    };
  }

  /** Code of a package that lies in no node_modules, or that was copied there from a folder. */
  #localTarget(description: string, part: string, absent: string[]): ImportTarget {
    const meant = packageExport(this.#packages.describe(description), part);
    const target: ImportTarget =
      meant === undefined ? { kind: 'nothing' } : this.#urlTarget(join(dirname(description), meant));
    return {
      ...target,
      via: [...(target.via ?? []), description],
      absent: [...absent, ...(target.absent ?? [])],
    };
  }
}

/** `@scope/name` of `@scope/name/part`. */
function packageName(specifier: string): string {
  const parts = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, parts).join('/');
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
