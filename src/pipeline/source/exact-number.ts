/**
 * Whether a number means what its text says: a double holds about 17 digits, and JSON has neither -0 nor infinities.
 * @param text - as YAML writes numbers: decimal, `0x…` or `0o…`
 */
export function isExactNumber(text: string, value: number): boolean {
  if (/^0[xo]/.test(text)) return BigInt(text) === BigInt(value);
  const said = decimal(text);
  return said !== undefined && said === decimal(String(value));
}

/** One text for equal decimals: sign, digits without zeros at the ends, power of ten; undefined for what is no decimal. */
function decimal(text: string): string | undefined {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined || whole + fraction === '') return undefined;
  const minus = sign === '-' ? '-' : '';
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return `${minus}0`;
  return `${minus}${kept}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length)}`;
}
