import { pathToFileURL } from 'node:url';
import { canonicalJson } from '../files/canonical-json.ts';
import { sha256 } from '../files/digest.ts';
import { bindingText } from './targets/binding.ts';
import { type LoadedModule, loadOrder } from './load-order.ts';
import type { ImportedName } from './module-names.ts';
import { NameTable } from './name-table.ts';
import type { ModulePieces, Piece, Unfollowed } from './module-pieces.ts';
import type { ImportTarget } from './targets/import-targets.ts';
import type { SourceModules } from './source-modules.ts';

/** The code that a stage reaches: hash by piece (`src/solver.ts#step`), and the versions of the packages. */
export interface ReachedCode {
  pieces: Record<string, string>;
  packages: Record<string, string>;
  /** What a name of a module that comes from elsewhere is bound to: `src/solver.ts#mean` → `simple-statistics#mean`. */
  bindings?: Record<string, string>;
  /** Module that is loaded first, by `import` or on its own → digest over the order in which loading it evaluates the pieces. */
  order?: Record<string, string>;
}

/** What was reached, every file that was looked at on the way, and where a file would have been looked at. */
export interface Reached {
  code: ReachedCode;
  files: string[];
  absent: string[];
  /** Environment variables that the code names. */
  variables: string[];
  /** What the code loads under names that cannot be told from it, with its file. */
  unfollowed: UnfollowedIn[];
}

/** Where in which file something is loaded that cannot be followed. */
export interface UnfollowedIn extends Unfollowed {
  file: string;
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
  reach.entry(entry);
  await reach.finish();
  return reach.result();
}

class Reach {
  readonly #root: string;
  readonly #modules: SourceModules;
  readonly #pieces = new NameTable();
  readonly #packages = new NameTable();
  readonly #bindings = new NameTable();
  readonly #files = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #variables = new Set<string>();
  readonly #unfollowed: UnfollowedIn[] = [];
  readonly #done = new Set<string>();
  readonly #roots = new Set<string>();
  readonly #loaded = new Map<string, LoadedModule>();
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
    const order = new NameTable();
    for (const root of this.#roots) {
      const names = loadOrder(root, this.#loaded, {
        piece: (file, piece) => this.#pieceName(file, piece),
        counts: (name) => this.#pieces.has(name) || this.#packages.has(name),
      });
      if (names.length > 0) order.add(this.#name(root), sha256(canonicalJson(names)));
    }
    return {
      code: {
        pieces: this.#pieces.sorted(),
        packages: this.#packages.sorted(),
        ...(this.#bindings.size > 0 && { bindings: this.#bindings.sorted() }),
        ...(order.size > 0 && { order: order.sorted() }),
      },
      files: [...this.#files].sort(),
      absent: [...this.#absent].sort(),
      variables: [...this.#variables].sort(),
      unfollowed: this.#unfollowed.sort(byPlace),
    };
  }

  /** The stage file, whatever its extension. */
  entry(path: string): void {
    const target = this.#resolve(path, pathToFileURL(path).href);
    this.#start(target.kind === 'module' ? target.file : path);
  }

  /** Loads a module that no other one has to have loaded before, and reaches all its exports. */
  #start(file: string): void {
    this.#roots.add(file);
    this.#everything(file);
  }

  /** Loads a module and reaches all its exports. */
  #everything(file: string): void {
    this.#load(file);
    this.#once(`everything ${file}`, file, (module) => {
      for (const name of module.exported.keys()) this.#export(file, name);
      for (const specifier of module.exportsAll) this.#all(file, specifier);
    });
  }

  /** Loading a module runs its effects and those of everything it imports. */
  #load(file: string): void {
    this.#once(`load ${file}`, file, (module) => {
      const used = new Set([...module.imported.values()].map(({ specifier }) => specifier));
      const imports = module.loaded.map((specifier) => ({
        target: this.#resolve(file, specifier),
        // `import 'package'` alone is for what the package does.
        isEffect: !used.has(specifier),
      }));
      this.#loaded.set(file, { module, imports });
      for (const { target } of imports) if (target.kind === 'module') this.#load(target.file);
      for (const effect of module.effects) this.#piece(file, module, effect);
      for (const { target, isEffect } of imports) if (isEffect) this.#target(target);
    });
  }

  #piece(file: string, module: ModulePieces, index: number): void {
    const task = `piece ${index} ${file}`;
    if (this.#done.has(task)) return;
    this.#done.add(task);
    const piece = module.pieces[index]!;
    this.#pieces.add(this.#pieceName(file, piece), piece.hash);
    for (const { name: referred, member } of piece.references) this.#refer(file, module, referred, member);
    for (const variable of piece.variables) this.#variables.add(variable);
    for (const one of piece.unfollowed) this.#unfollowed.push({ file, ...one });
    for (const specifier of piece.loads) {
      const target = this.#resolve(file, specifier, specifier.startsWith('.'));
      this.#bind(file, specifier, target);
      if (target.kind === 'module') this.#start(target.file);
      else this.#target(target);
    }
  }

  #refer(file: string, module: ModulePieces, name: string, member?: string): void {
    const imported = module.imported.get(name);
    if (imported) this.#imported(file, name, imported, member);
    const declared = module.declared.get(name);
    if (declared !== undefined) this.#piece(file, module, declared);
  }

  /** `as` is how the file calls it. */
  #imported(file: string, as: string, { specifier, name }: ImportedName, member?: string): void {
    const target = this.#resolve(file, specifier);
    this.#bind(file, as, target, name);
    if (target.kind !== 'module') this.#target(target);
    else if (name !== '*') this.#export(target.file, name);
    else if (member !== undefined) this.#export(target.file, member);
    else this.#everything(target.file);
  }

  #export(file: string, name: string): void {
    this.#once(`export ${name} ${file}`, file, (module) => {
      const exported = module.exported.get(name);
      if (exported === undefined) {
        // One of the `export * from` has it; asking each costs nothing where it has not.
        for (const specifier of module.exportsAll) {
          const target = this.#resolve(file, specifier);
          this.#bind(file, 'export *', target);
          if (target.kind === 'module') this.#export(target.file, name);
          else this.#target(target);
        }
      } else if ('local' in exported) {
        if (exported.local !== name) this.#bindings.add(`${this.#name(file)}#export ${name}`, exported.local);
        this.#refer(file, module, exported.local);
      } else this.#imported(file, `export ${name}`, exported);
    });
  }

  #all(file: string, specifier: string): void {
    const target = this.#resolve(file, specifier);
    this.#bind(file, 'export *', target);
    if (target.kind === 'module') this.#everything(target.file);
    else this.#target(target);
  }

  #resolve(file: string, specifier: string, byUrl = false): ImportTarget {
    const target = this.#modules.resolve(file, specifier, byUrl);
    if ('file' in target) this.#files.add(target.file);
    for (const path of target.via ?? []) this.#files.add(path);
    for (const path of target.absent ?? []) this.#absent.add(path);
    return target;
  }

  #target(target: ImportTarget): void {
    if (target.kind === 'package') {
      const { name, version, needed = new Map([[name, new Set([version])]]) } = target;
      for (const [needs, versions] of needed) for (const each of versions) this.#packages.add(needs, each);
    }
    if (target.kind === 'data') this.#pieces.add(`${this.#name(target.file)}#content`, target.hash);
  }

  /** Equal pieces do something else where a name leads elsewhere: `import { max as pick }` in the place of `import { min as pick }`. */
  #bind(file: string, as: string, target: ImportTarget, name = '*'): void {
    const bound = bindingText(target, name, (other) => this.#name(other));
    this.#bindings.add(`${this.#name(file)}#${as}`, bound);
  }

  #pieceName(file: string, piece: Piece): string {
    return `${this.#name(file)}#${piece.name}`;
  }

  #name(file: string): string {
    return this.#modules.nameOf(file, this.#root);
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

function byPlace(a: UnfollowedIn, b: UnfollowedIn): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
