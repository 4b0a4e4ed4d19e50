import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Files of the typefaces. The packages are written out: so the key of a report counts their versions. */
const files = {
  'source-sans-3': (file: string) => require.resolve(`@fontsource/source-sans-3/files/${file}`),
  'source-serif-4': (file: string) => require.resolve(`@fontsource/source-serif-4/files/${file}`),
};

/** The file of a cut of a typeface. */
export function typefaceFile(
  name: keyof typeof files,
  subset: string,
  weight: 400 | 600,
  style: 'normal' | 'italic',
): string {
  return files[name](`${name}-${subset}-${weight}-${style}.woff2`);
}
