/** The conditions under which Node takes a branch for an `import`; Node's own order is that of the description. */
const CONDITIONS = new Set(['node', 'import', 'module-sync', 'node-addons', 'default']);

/**
 * What a private name (`#tool`) stands for: the map `imports` of a package.json says it, by the name or by a pattern with one
 * `*`, for each condition.
 * @returns a path relative to the package.json, or the specifier of a package; undefined where the map has no such name
 */
export function privateImport(imports: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (!name.includes('*') && name in imports) return chosen(imports[name]);
  const matching = Object.keys(imports).filter((pattern) => {
    const [start, end] = pattern.split('*');
    return (
      end !== undefined && name.length >= pattern.length && name.startsWith(start!) && name.endsWith(end)
    );
  });
  // The longest text before the star decides, then the longer pattern.
  const pattern = matching.sort((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length)[0];
  if (pattern === undefined) return undefined;
  const [start, end] = pattern.split('*') as [string, string];
  return chosen(imports[pattern])?.replaceAll('*', () => name.slice(start.length, name.length - end.length));
}

function chosen(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return undefined;
  const branches: unknown[] = Array.isArray(target)
    ? (target as unknown[])
    : Object.entries(target).flatMap(([condition, branch]) =>
        CONDITIONS.has(condition) ? [branch as unknown] : [],
      );
  return branches.map(chosen).find((path) => path !== undefined);
}
