import { registerHooks } from 'node:module';

const OWN = 'eos-pipeline';
let registered = false;

/**
 * Lets a stage file import "eos-pipeline" (defineStage, z) although no node_modules near it holds the package:
 * so a folder made by "npx eos-pipeline init" works without an install. An installed one has precedence.
 */
export function provideOwnPackage(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (specifier !== OWN || (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND')
          throw error;
        const index = import.meta.url.endsWith('.ts') ? '../../index.ts' : '../../index.js';
        return next(new URL(index, import.meta.url).href, context);
      }
    },
  });
}
