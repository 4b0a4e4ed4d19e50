import { stringify } from 'yaml';

/** The block of pipeline.yaml that imports data, to be pasted; `uses` is how the project names the stage. */
export function importBlock(path: string, uses: string, source: object): string {
  const name =
    path
      .split('/')
      .at(-1)!
      .replace(/\..*$/, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'data';
  const stage = {
    uses,
    needs: { data: { file: path } },
    with: { name, attribution: 'WHERE THE DATA COME FROM, AND THEIR LICENCE', source },
  };
  return stringify({ stages: { [name]: stage } }, { lineWidth: 0 });
}
