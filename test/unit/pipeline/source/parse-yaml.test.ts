import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../src/pipeline/source/parse-yaml.ts';

/** The faults of a text: what stands there, and what is said about it. */
async function faultsOf(text: string): Promise<string[]> {
  const { faults } = await parseYaml(text);
  return faults.map(({ start, end, message, hint }) =>
    [text.slice(start, end), message, ...(hint === undefined ? [] : [hint])].join(' | '),
  );
}

describe('parseYaml', () => {
  it('gives the document with positions beside its value', async () => {
    const { document, lines, value, broken } = await parseYaml('a: 1\nb: [2]\n');
    expect(value).toEqual({ a: 1, b: [2] });
    expect(document.contents!.range[0]).toBe(0);
    expect(lines.linePos(5)).toEqual({ line: 2, col: 1 });
    expect(broken).toBe(false);
  });

  it('reads a text with a byte order mark', async () => {
    expect((await parseYaml('\uFEFFa: 1\n')).value).toEqual({ a: 1 });
  });

  it('refuses another version of YAML, in which yes and 010 are something else', async () => {
    expect(await faultsOf('%YAML 1.1\n---\na: yes\n')).toContain(
      '%YAML 1.1 | the file says that it is YAML 1.1, and would mean something else in it | remove the line',
    );
    expect(await faultsOf('%YAML 1.2\n---\na: 1\n')).toEqual([]);
  });

  it('refuses characters that a terminal would obey', async () => {
    expect(await faultsOf('a: x\u001b[2Jy\n')).toEqual([
      '\u001b | not YAML: the character U+001B cannot stand in a text as it is | remove it, or write "\\u001b" in double quotes',
    ]);
    expect((await parseYaml('a: "x\\e[2Jy"\n')).value).toEqual({ a: 'x\u001b[2Jy' });
  });

  it('does not guess at the rest after an error', async () => {
    const { faults, value, broken } = await parseYaml('a: [1, 2\nb: .nan\n');
    expect(faults.map(({ message }) => message)).toEqual([
      'not YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    ]);
    expect([value, broken]).toEqual([null, true]);
  });

  it('refuses a second document', async () => {
    expect(await faultsOf('a: 1\n---\nb: 2\n')).toEqual(['--- | a second document begins here']);
  });
});
