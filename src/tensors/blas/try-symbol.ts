import type { LibraryHandle } from 'koffi';

/**
 * Looks a function up in a loaded library.
 * @param handle of the library
 * @param declaration its prototype in C
 * @returns the function, or undefined where the library has none of this name
 */
export function trySymbol(
  handle: LibraryHandle,
  declaration: string,
): ((...args: unknown[]) => unknown) | undefined {
  try {
    return handle.func(declaration) as (...args: unknown[]) => unknown;
  } catch {
    return undefined;
  }
}
