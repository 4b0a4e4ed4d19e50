import { dirname, join, sep } from 'node:path';
import { packageRoot } from '../../../pipeline/stage/package-root.ts';
import { parsePackage } from '../../../pipeline/stage/package-text.ts';
import { statsAt } from '../../files/signature.ts';
import type { PackageDescription } from './package-map.ts';
import { realPath } from './real-path.ts';

/** Reads a file whose signature is kept. */
type ReadText = (file: string) => string;

/** Where a package was found, or would have been while nothing is at the paths in `absent`. */
export interface FoundPackage {
  /** Its package.json, as the links lead there. */
  file?: string;
  absent: string[];
}

/** A package and all that it depends on: name → versions; the descriptions that say so. */
export interface PackageClosure {
  versions: Map<string, Set<string>>;
  files: Set<string>;
  absent: Set<string>;
}

interface Description extends PackageDescription {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
}

/** The packages that code can import by name, as Node finds them. */
export class InstalledPackages {
  readonly #read: ReadText;
  readonly #descriptions = new Map<string, Description>();

  constructor(read: ReadText) {
    this.#read = read;
  }

  /** What a package.json says. */
  describe(file: string): Description {
    let description = this.#descriptions.get(file);
    if (description === undefined) {
      description = parsePackage(file, this.#read(file));
      this.#descriptions.set(file, description);
    }
    return description;
  }

  /** The package of this name that code in a folder imports. */
  find(from: string, name: string): FoundPackage {
    const absent: string[] = [];
    for (let folder = from; ; folder = dirname(folder)) {
      const packages = join(folder, 'node_modules');
      const file = join(packages, name, 'package.json');
      if (statsAt(file) !== undefined) return { file, absent };
      absent.push(statsAt(packages) === undefined ? packages : file);
      if (folder === dirname(folder)) return { absent };
    }
  }

  /** The description of the package that a folder belongs to, where it may import itself by this name. */
  own(folder: string, name: string): string | undefined {
    const root = packageRoot(folder);
    const file = root === undefined ? undefined : join(root, 'package.json');
    return file !== undefined && this.describe(file).name === name ? file : undefined;
  }

  /**
   * Whether a package is code that somebody works on, so that its version says nothing: it lies in no node_modules (a link, a
   * workspace), or who imports it asks for it by a path, a repository or an archive instead of a version.
   */
  isLocal(file: string, name: string, importer: string): boolean {
    if (!realPath(dirname(file)).split(sep).includes('node_modules')) return true;
    const root = packageRoot(importer);
    if (root === undefined) return false;
    const from = this.describe(join(root, 'package.json'));
    const asked =
      from.dependencies?.[name] ?? from.optionalDependencies?.[name] ?? from.devDependencies?.[name] ?? '';
    return /[:/]|\.t(ar\.)?gz$/.test(asked) && !/^(npm|jsr|catalog):/.test(asked);
  }

  /** The versions of a package and of everything that it depends on, whatever imports it. */
  closure(name: string, file: string): PackageClosure {
    const closure: PackageClosure = { versions: new Map(), files: new Set(), absent: new Set() };
    this.#add(name, file, closure);
    return closure;
  }

  #add(name: string, file: string, closure: PackageClosure): void {
    if (closure.files.has(file)) return;
    closure.files.add(file);
    const description = this.describe(file);
    const versions = closure.versions.get(name) ?? new Set();
    closure.versions.set(name, versions.add(description.version ?? 'without version'));
    const folder = dirname(realPath(file));
    for (const [dependency, isOptional] of dependenciesOf(description)) {
      const found = this.find(folder, dependency);
      for (const path of found.absent) closure.absent.add(path);
      // What is made for one kind of machine has the version of what it is part of; no key depends on the machine.
      if (found.file === undefined || (isOptional && isForOneMachine(this.describe(found.file)))) continue;
      this.#add(dependency, found.file, closure);
    }
  }
}

function dependenciesOf(description: Description): Map<string, boolean> {
  const { dependencies, optionalDependencies, peerDependencies } = description;
  const required = [...Object.keys(dependencies ?? {}), ...Object.keys(peerDependencies ?? {})];
  return new Map([
    ...required.map((name) => [name, false] as const),
    ...Object.keys(optionalDependencies ?? {}).map((name) => [name, true] as const),
  ]);
}

function isForOneMachine({ os, cpu }: Description): boolean {
  return os !== undefined || cpu !== undefined;
}
