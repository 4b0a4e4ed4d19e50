import { load } from 'koffi';
import type { LibraryHandle } from 'koffi';

/**
 * Loads a library.
 * @param file path, or name for the system's loader
 * @throws Error naming the file and the reason
 */
export function open(file: string): LibraryHandle {
  try {
    return load(file);
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Finds a function that returns 0 where it succeeded.
 * @param handle of a loaded library
 * @param prototype of the function in C
 * @param ofWhat whose status it returns, for messages
 * @param meanings of statuses that a user can do something about
 * @returns the function, which throws where its status is another
 * @throws Error where the library has none of this name
 */
export function declare(
  handle: LibraryHandle,
  prototype: string,
  ofWhat: string,
  meanings: Readonly<Record<number, string>> = {},
): (...values: unknown[]) => void {
  const routine = handle.func(prototype) as (...values: unknown[]) => number;
  return (...values) => {
    const status = routine(...values);
    if (status === 0) return;
    const meaning = meanings[status];
    const name = /(\w+)\(/.exec(prototype)![1]!;
    throw new Error(`${name} failed with status ${status} ${ofWhat}${meaning ? `: ${meaning}` : ''}`);
  };
}
