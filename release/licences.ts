/** A package of an install, and its licence as an SPDX expression; none where the package names none. */
export interface LicensedPackage {
  name: string;
  version: string;
  licence?: string;
}

/** Licences that ask for a notice and no more. */
const PERMISSIVE = new Set(
  '0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT OFL-1.1 Unlicense'.split(' '),
);

/** Packages of another licence that may be there, and why. */
const EXCEPTIONS: readonly { name: RegExp; licence: string; why: string }[] = [
  {
    name: /^@img\/sharp-(?:libvips-|wasm32$|win32-)/,
    licence: 'LGPL-3.0-or-later',
    why: 'libvips, unchanged, linked dynamically, in a package of its own that can be replaced',
  },
];

/** What a lock file of npm brings to a user, for every platform: no packages for development, no workspaces. */
export function lockedPackages(lock: {
  packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }>;
}): LicensedPackage[] {
  return Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && dev !== true && link !== true)
    .map(([path, { version, license }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: version ?? '',
      ...(license !== undefined && { licence: license }),
    }));
}

/** Why a package may not be shipped; undefined where it may. */
export function licenceProblem({ name, licence }: LicensedPackage): string | undefined {
  if (licence === undefined) return 'names no licence';
  const excepted = EXCEPTIONS.filter((exception) => exception.name.test(name)).map((one) => one.licence);
  const isFine = (id: string): boolean => PERMISSIVE.has(id) || excepted.includes(id);
  const isAllowed = licence
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some(isFine));
  return isAllowed ? undefined : `${licence} is neither permissive nor an exception that was looked at`;
}

/** One line of the list. */
export function licenceLine(entry: LicensedPackage): string {
  const exception = EXCEPTIONS.find(({ name }) => name.test(entry.name));
  const problem = licenceProblem(entry);
  const remark = problem === undefined ? exception?.why : `FAULT: ${problem}`;
  const line = `${entry.name} ${entry.version}: ${entry.licence ?? 'none'}`;
  return remark === undefined ? line : `${line} (${remark})`;
}
