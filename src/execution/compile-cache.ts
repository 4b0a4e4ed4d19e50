import { userFolder } from '../pipeline/user-folder.ts';

/** The folder in which Node keeps compiled modules: what lies there is executed. Undefined where the user has no folder of this kind. */
export function compileCacheFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return userFolder('compiled', environment);
}
