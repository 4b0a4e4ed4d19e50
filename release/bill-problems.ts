/** The part of a CycloneDX document that is looked at. */
export interface BillOfMaterials {
  bomFormat: string;
  components: { name: string; version: string; licenses?: object[] }[];
}

/** What a bill of materials of an install lacks: a dependency of the package, a version or a licence. */
export function billProblems(
  { bomFormat, components }: BillOfMaterials,
  dependencies: readonly string[],
): string[] {
  if (bomFormat !== 'CycloneDX') return [`the format is ${bomFormat}, expected CycloneDX`];
  const listed = new Set(components.map(({ name }) => name));
  return [
    ...dependencies.filter((name) => !listed.has(name)).map((name) => `${name} is not listed`),
    ...components.filter(({ version }) => !version).map(({ name }) => `${name} has no version`),
    ...components.filter(({ licenses }) => !licenses?.length).map(({ name }) => `${name} has no licence`),
  ];
}
