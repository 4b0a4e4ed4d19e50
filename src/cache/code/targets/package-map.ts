/** The conditions under which Node takes a branch for an `import`; Node's own order is that of the description. */
const CONDITIONS = new Set(['node', 'import', 'module-sync', 'node-addons', 'default']);

/** The members of a package.json that say what its names stand for. */
export interface PackageDescription {
  name?: string;
  version?: string;
  main?: string;
  imports?: Readonly<Record<string, unknown>>;
  exports?: unknown;
}

/**
 * What a private name (`#tool`) stands for: the map `imports` of a package.json says it, by the name or by a pattern with one
 * `*`, for each condition.
 * @returns a path relative to the package.json, or the specifier of a package; undefined where the map has no such name
 */
export function privateImport(imports: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return name.endsWith('/') ? undefined : mapped(imports, name);
}

/**
 * The file that a package gives out under a name: `.` for the package itself, `./part` for `package/part`.
 * @returns a path relative to the package.json; undefined where the package gives out no such name
 */
export function packageExport({ exports, main }: PackageDescription, name: string): string | undefined {
  if (exports === undefined || exports === null) return name === '.' ? (main ?? './index.js') : name;
  return mapped(isNameMap(exports) ? exports : { '.': exports }, name);
}

/** `{ ".": …, "./part": … }`, in the place of what `.` alone stands for. */
function isNameMap(exports: unknown): exports is Record<string, unknown> {
  return (
    typeof exports === 'object' &&
    exports !== null &&
    !Array.isArray(exports) &&
    Object.keys(exports).every((key) => key.startsWith('.'))
  );
}

function mapped(map: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (!/[*]|[/]$/.test(name) && Object.hasOwn(map, name)) return chosen(map[name]) ?? undefined;
  const matching = Object.keys(map).filter((pattern) => {
    const [start, end, ...more] = pattern.split('*');
    if (end === undefined || more.length > 0) return false;
    return name.length >= pattern.length && name.startsWith(start!) && name.endsWith(end);
  });
  // The longest text before the star decides, then the longer pattern.
  const pattern = matching.sort((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length)[0];
  if (pattern === undefined) return undefined;
  const [start, end] = pattern.split('*') as [string, string];
  return chosen(map[pattern])?.replaceAll('*', () => name.slice(start.length, name.length - end.length));
}

/** The branch that Node takes; null where one says that there is nothing, undefined where none fits. */
function chosen(target: unknown): string | null | undefined {
  if (typeof target === 'string' || target === null) return target;
  if (typeof target !== 'object') return undefined;
  if (Array.isArray(target)) {
    const paths = target.map(chosen);
    const nothing = paths.length === 0 || paths.includes(null) ? null : undefined;
    return paths.find((path) => typeof path === 'string') ?? nothing;
  }
  for (const [condition, branch] of Object.entries(target)) {
    const path = CONDITIONS.has(condition) ? chosen(branch) : undefined;
    if (path !== undefined) return path;
  }
  return undefined;
}
