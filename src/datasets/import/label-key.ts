/** A whole number as people and programs write it: 7, 07, +7, 7.0, 7e0. */
const whole = /^([+-]?)0*(\d+)(?:\.0*)?$/;

/**
 * What tells labels apart: whole numbers by their value, whatever their spelling and size, anything else by its
 * characters, in either form that Unicode has for one character, without the spaces around it.
 */
export function labelKey(label: string): string {
  const text = label.trim().normalize('NFC');
  const [, sign, digits] = whole.exec(text) ?? [];
  if (digits !== undefined) return digits === '0' || sign !== '-' ? digits : `-${digits}`;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
}
