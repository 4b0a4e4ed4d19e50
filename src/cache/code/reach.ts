import { relative, sep } from 'node:path';
import type { ModulePieces, ImportedName } from './module-pieces.ts';
import type { ImportTarget, SourceModules } from './source-modules.ts';

/** The code that a stage reaches: hash by piece (`src/solver.ts#step`), and the versions of the packages. */
export interface ReachedCode {
  pieces: Record<string, string>;
  packages: Record<string, string>;
}

/** What was reached, every file that was looked at on the way, and where a file would have been looked at. */
export interface Reached {
  code: ReachedCode;
  files: string[];
  absent: string[];
}

/**
 * Follows the references from everything a stage file exports, declaration by declaration, through all the modules that it
 * loads, lazily loaded ones included. Statements that do something when a module is loaded always count; functions, classes
 * and constants count when something that counts refers to them.
 * @param entry - absolute path of the stage file
 * @param root - folder that the names of the pieces are relative to
 */
export async function reachCode(entry: string, root: string, modules: SourceModules): Promise<Reached> {
  const reach = new Reach(root, modules);
  reach.everything(entry);
  await reach.finish();
  return reach.result();
}

class Reach {
  readonly #root: string;
  readonly #modules: SourceModules;
  readonly #pieces = new Map<string, string>();
  readonly #packages = new Map<string, string>();
  readonly #files = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #done = new Set<string>();
  /** Work that waits for a module to be read. */
  readonly #queue: (() => Promise<void>)[] = [];

  constructor(root: string, modules: SourceModules) {
    this.#root = root;
    this.#modules = modules;
  }

  async finish(): Promise<void> {
    while (this.#queue.length > 0) await Promise.all(this.#queue.splice(0).map((task) => task()));
  }

  result(): Reached {
    return {
      code: { pieces: sorted(this.#pieces), packages: sorted(this.#packages) },
      files: [...this.#files].sort(),
      absent: [...this.#absent].sort(),
    };
  }

  /** Loads a module and reaches all its exports. */
  everything(file: string): void {
    this.#load(file);
    this.#once(`everything ${file}`, file, (module) => {
      for (const name of module.exported.keys()) this.#export(file, name);
      for (const specifier of module.exportsAll) this.#all(file, specifier);
    });
  }

  /** Loading a module runs its effects and those of everything it imports. */
  #load(file: string): void {
    this.#once(`load ${file}`, file, (module) => {
      for (const specifier of module.loaded) {
        const target = this.#resolve(file, specifier);
        if (target.kind === 'module') this.#load(target.file);
      }
      for (const effect of module.effects) this.#piece(file, module, effect);
      const used = new Set([...module.imported.values()].map(({ specifier }) => specifier));
      // `import 'package'` alone is for what the package does.
      for (const specifier of module.loaded)
        if (!used.has(specifier)) this.#target(this.#resolve(file, specifier));
    });
  }

  #piece(file: string, module: ModulePieces, index: number): void {
    const piece = module.pieces[index]!;
    const name = `${this.#name(file)}#${piece.name}`;
    if (this.#pieces.has(name)) return;
    this.#pieces.set(name, piece.hash);
    for (const { name: referred, member } of piece.references) this.#refer(file, module, referred, member);
    for (const specifier of piece.loads) {
      const target = this.#resolve(file, specifier, specifier.startsWith('.'));
      if (target.kind === 'module') this.everything(target.file);
      else this.#target(target);
    }
  }

  #refer(file: string, module: ModulePieces, name: string, member?: string): void {
    const imported = module.imported.get(name);
    if (imported) this.#imported(file, imported, member);
    const declared = module.declared.get(name);
    if (declared !== undefined) this.#piece(file, module, declared);
  }

  #imported(file: string, { specifier, name }: ImportedName, member?: string): void {
    const target = this.#resolve(file, specifier);
    if (target.kind !== 'module') this.#target(target);
    else if (name !== '*') this.#export(target.file, name);
    else if (member !== undefined) this.#export(target.file, member);
    else this.everything(target.file);
  }

  #export(file: string, name: string): void {
    this.#once(`export ${name} ${file}`, file, (module) => {
      const exported = module.exported.get(name);
      if (exported === undefined) {
        // One of the `export * from` has it; asking each costs nothing where it has not.
        for (const specifier of module.exportsAll) {
          const target = this.#resolve(file, specifier);
          if (target.kind === 'module') this.#export(target.file, name);
          else this.#target(target);
        }
      } else if ('local' in exported) this.#refer(file, module, exported.local);
      else this.#imported(file, exported);
    });
  }

  #all(file: string, specifier: string): void {
    const target = this.#resolve(file, specifier);
    if (target.kind === 'module') this.everything(target.file);
    else this.#target(target);
  }

  #resolve(file: string, specifier: string, byUrl = false): ImportTarget {
    const target = this.#modules.resolve(file, specifier, byUrl);
    if ('file' in target) this.#files.add(target.file);
    if ('absent' in target) for (const path of target.absent) this.#absent.add(path);
    return target;
  }

  #target(target: ImportTarget): void {
    if (target.kind === 'package') this.#packages.set(target.name, target.version);
    if (target.kind === 'data') this.#pieces.set(`${this.#name(target.file)}#content`, target.hash);
  }

  #name(file: string): string {
    return relative(this.#root, file).split(sep).join('/');
  }

  #once(task: string, file: string, act: (module: ModulePieces) => void): void {
    if (this.#done.has(task)) return;
    this.#done.add(task);
    this.#files.add(file);
    this.#queue.push(async () => {
      act(await this.#modules.read(file));
    });
  }
}

function sorted(map: Map<string, string>): Record<string, string> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
