const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** An amount of bytes for people, in powers of 1000: `812 B`, `3.4 MB`. */
export function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  let size = sizeBytes;
  let unit = -1;
  do {
    size /= 1000;
    unit++;
  } while (size >= 999.5 && unit < UNITS.length - 1);
  return `${size < 9.95 ? size.toFixed(1) : size.toFixed(0)} ${UNITS[unit]!}`;
}
