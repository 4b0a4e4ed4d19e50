/** A time above zero with its unit: `90s`, `30m`, `2h`. */
export const DURATION = /^(?=[0.]*[1-9])(\d{1,9}(?:\.\d+)?)\s*(ms|s|m|h|d)$/;

/** An amount of memory above zero with its unit: `512 MB` (10⁶), `2 GiB` (2³⁰). */
export const SIZE = /^(?=[0.]*[1-9])(\d{1,15}(?:\.\d+)?)\s*(B|[kKMGT]i?B)$/;

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/** Milliseconds, or undefined where the text is not a time. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  return amount === undefined ? undefined : Math.ceil(Number(amount) * MILLISECONDS[unit!]!);
}

/** Bytes, or undefined where the text is not a size. */
export function sizeBytes(text: string): number | undefined {
  const [, amount, unit] = SIZE.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const power = 'BKMGT'.indexOf(unit!.charAt(0).toUpperCase());
  return Math.ceil(Number(amount) * (unit!.includes('i') ? 1024 : 1000) ** power);
}
