/** A whole number of units of 10^-scale as a decimal text, exactly: 125 and 2 give 1.25. */
export function decimalText(units: bigint, scale: number): string {
  if (scale <= 0) return (units * 10n ** BigInt(-scale)).toString();
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const split = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, split)}.${digits.slice(split)}`;
}
