import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { isWithin } from '../../pipeline/within.ts';
import type { ShownPlace, SandboxView } from './sandbox-view.ts';

/** Where a system keeps its programs and their settings. */
const SYSTEM =
  '/usr /bin /sbin /lib /lib32 /lib64 /libx32 /etc /opt /nix /gnu /var/lib/texmf /var/cache/fontconfig /sys/devices/system'.split(
    ' ',
  );

/** Variables that say where programs, libraries and certificates lie: files, or folders with a colon between them. */
const TOOLS = (
  'PATH LD_LIBRARY_PATH VIRTUAL_ENV CONDA_PREFIX R_HOME R_LIBS_USER JAVA_HOME JULIA_DEPOT_PATH CUDA_HOME CUDA_PATH EOS_BLAS_LIBRARY ' +
  'EOS_CUBLAS_LIBRARY NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE'
).split(' ');

/** What lies beside a folder of programs and belongs to them. */
const BESIDE = ['lib', 'lib64', 'libexec'];

/** The programs of the system, without what of them holds a hidden folder. */
export function systemPlaces(hidden: readonly string[]): Pick<SandboxView, 'places' | 'links'> {
  const places: ShownPlace[] = [];
  const links: SandboxView['links'] = [];
  for (const path of SYSTEM) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink()) links.push({ path, target: readlinkSync(path) });
    else if (stats) places.push(...around(path, hidden).map((one) => ({ from: one, to: one })));
  }
  // Often a link to a file of the network manager.
  const resolver = realPathAt('/etc/resolv.conf');
  if (resolver !== undefined && !isWithin(resolver, '/etc')) places.push({ from: resolver, to: resolver });
  return { places, links };
}

/** What the variables of an environment say of tools that lie elsewhere, without folders that hold a hidden one. */
export function toolPlaces(environment: NodeJS.ProcessEnv, hidden: readonly string[]): ShownPlace[] {
  const named = TOOLS.flatMap((name) => environment[name]?.split(delimiter) ?? []).filter(isAbsolute);
  return [...new Set(named.flatMap(withSiblings))].flatMap((to) => {
    const from = realPathAt(to);
    if (from === undefined || SYSTEM.some((folder) => isWithin(from, folder) && isWithin(to, folder)))
      return [];
    return hidden.some((folder) => isWithin(folder, from)) ? [] : [{ from, to }];
  });
}

function withSiblings(path: string): string[] {
  const isPrograms = ['bin', 'sbin'].includes(basename(path));
  return [path, ...(isPrograms ? BESIDE.map((name) => join(dirname(path), name)).filter(existsSync) : [])];
}

/** A folder, or where something in it is to be hidden, what lies beside that. */
function around(path: string, hidden: readonly string[]): string[] {
  if (hidden.some((folder) => isWithin(path, folder))) return [];
  if (!hidden.some((folder) => isWithin(folder, path))) return [path];
  return readdirSync(path).flatMap((name) => around(join(path, name), hidden));
}

function realPathAt(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
