import type { ModulePieces, Piece } from './module-pieces.ts';
import type { ImportTarget } from './targets/import-targets.ts';

/** A module, and what loading it loads before, in this order. */
export interface LoadedModule {
  module: ModulePieces;
  /** `isEffect` where nothing is imported by name: it is there for what loading it does. */
  imports: { target: ImportTarget; isEffect: boolean }[];
}

/** How the code digest names a piece, and which pieces and packages it holds. */
export interface Counted {
  piece: (file: string, piece: Piece) => string;
  counts: (name: string) => boolean;
}

/**
 * The order in which loading a module evaluates what counts in it and in all that it imports: each effect at its place; between
 * two effects the names of the rest are sorted, since their order among themselves changes nothing. Empty where there is no
 * order to speak of.
 */
export function loadOrder(
  root: string,
  modules: ReadonlyMap<string, LoadedModule>,
  { piece, counts }: Counted,
): string[] {
  const sequence: string[] = [];
  let since: string[] = [];
  let effects = 0;
  const packages = new Set<string>();
  const add = (name: string, isEffect: boolean): void => {
    if (!counts(name)) return;
    if (!isEffect) since.push(name);
    else {
      sequence.push(...since.sort(), name);
      since = [];
      effects += 1;
    }
  };
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const { module, imports } = modules.get(file)!;
    for (const { target, isEffect } of imports) {
      if (target.kind === 'module') visit(target.file);
      if (target.kind !== 'package' || packages.has(target.name)) continue;
      packages.add(target.name);
      add(target.name, isEffect);
    }
    for (const index of module.order) add(piece(file, module.pieces[index]!), module.effects.includes(index));
  };
  visit(root);
  sequence.push(...since.sort());
  return effects > 0 && sequence.length > 1 ? sequence : [];
}
