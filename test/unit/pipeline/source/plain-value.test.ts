import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../src/pipeline/source/parse-yaml.ts';

/** The faults of a text: what stands there, and what is said about it. */
async function faultsOf(text: string): Promise<string[]> {
  const { faults } = await parseYaml(text, ['params']);
  return faults.map(({ start, end, message, hint }) =>
    [text.slice(start, end), message, ...(hint === undefined ? [] : [hint])].join(' | '),
  );
}

async function valueOf(text: string): Promise<unknown> {
  const { value, faults } = await parseYaml(text);
  expect(faults).toEqual([]);
  return value;
}

describe('plainValue', () => {
  it('gives maps, lists, texts, numbers, truth values and null', async () => {
    expect(await valueOf('a: [1, x, true, ~, { b: 0x10 }]\n1: "1"\ntrue: yes\n')).toEqual({
      a: [1, 'x', true, null, { b: 16 }],
      '1': '1',
      true: 'yes',
    });
  });

  it('follows anchors, also of keys, and the last one of a name', async () => {
    expect(await valueOf('a: &x { b: 1 }\nc: *x\nd: &x 2\ne: *x\n&k f: *k\n')).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: 2,
      e: 2,
      f: 'f',
    });
  });

  it('shares what several aliases stand for', async () => {
    const { value } = await parseYaml('a: &x { b: 1 }\nc: *x\n');
    const { a, c } = value as Record<string, unknown>;
    expect(c).toBe(a);
  });

  it('merges maps under <<, own members first', async () => {
    expect(
      await valueOf(
        'p: &p { x: 1, y: 1 }\nq: &q { y: 2, z: 2 }\nm: { z: 3, <<: [*p, *q] }\nn: { <<: *p, x: 4 }\n',
      ),
    ).toEqual({
      p: { x: 1, y: 1 },
      q: { y: 2, z: 2 },
      m: { z: 3, x: 1, y: 1 },
      n: { x: 4, y: 1 },
    });
  });

  it('takes more than 100 uses of an anchor', async () => {
    const text = `a: &x [1]\n${Array.from({ length: 500 }, (_, index) => `b${index}: *x\n`).join('')}`;
    expect(Object.keys((await valueOf(text)) as object)).toHaveLength(501);
  });

  it.each([
    [
      't: !!timestamp 2020-01-01',
      "!!timestamp 2020-01-01 | params.t is a date, which parameters cannot hold | write it in quotes, without a tag: '2020-01-01'",
    ],
    [
      't: !<tag:yaml.org,2002:timestamp> 2020-01-01',
      "!<tag:yaml.org,2002:timestamp> 2020-01-01 | params.t is a date, which parameters cannot hold | write it in quotes, without a tag: '2020-01-01'",
    ],
    [
      't: !!binary aGk=',
      "!!binary aGk= | params.t is binary data, which parameters cannot hold | write it in quotes, without a tag: 'aGk='",
    ],
    ['t: !!set { x, y }', '!!set { x, y } | params.t is a set, which parameters cannot hold | write a list'],
    [
      't: !!omap [x: 1]',
      '!!omap [x: 1] | params.t is an ordered map, which parameters cannot hold | write a map: maps keep their order',
    ],
    [
      't: !!pairs [x: 1]',
      '!!pairs [x: 1] | params.t is a list of pairs, which parameters cannot hold | write a list of maps',
    ],
    ['t: [.nan]', '.nan | params.t.0 is not a finite number'],
    ['t: -.inf', '-.inf | params.t is not a finite number'],
    ['t: 1e999', '1e999 | params.t is not a finite number'],
    ['t: !foo 3', '!foo | not YAML: unresolved tag: !foo'],
    ['t: &a [*a]', '*a | the anchor "a" holds itself | write the value out'],
    ['t: &a { b: { c: *a } }', '*a | the anchor "a" holds itself | write the value out'],
    ['t: *b', '*b | there is no anchor "b" before this | write &b where the value stands first'],
    ['t: { <<: 3 }', '3 | "<<" takes a map, or a list of maps | name an anchor: <<: *NAME'],
    ['{ 1: a, "1": b }', '"1" | the key stands twice in one map | remove one of them'],
    ['? [a]\n: b', '[a] | a key of params is not text | write it in quotes'],
    ['0x10: b', '0x10 | a key of params is not text | write it in quotes'],
    ['~: b', '~ | a key of params is not text | write it in quotes'],
    ['__proto__: { x: 1 }', '__proto__ | the name "__proto__" is not allowed | choose another name'],
    ['t: "\\uD800"', '"\\uD800" | params.t has half of a character: "\\ud800"'],
  ])('refuses %s', async (text, fault) => {
    expect(await faultsOf(text)).toEqual([fault]);
  });

  it('refuses a few lines of aliases that stand for billions of values', async () => {
    const lines = Array.from({ length: 12 }, (_, index) =>
      index === 0 ? 'a0: &a0 [x]' : `a${index}: &a${index} [${`*a${index - 1}, `.repeat(10)}]`,
    );
    expect(await faultsOf(lines.join('\n'))).toEqual([
      '*a5 | the aliases stand for more than 1,000,000 values | use fewer aliases of aliases',
    ]);
  });

  it('refuses values that lie too deep, whether they are written or put together by aliases', async () => {
    expect(await faultsOf(`t: ${'['.repeat(101)}${']'.repeat(101)}`)).toEqual([
      expect.stringMatching(/lies deeper than 100 maps and lists in each other$/),
    ]);
    const chain = Array.from({ length: 200 }, (_, index) =>
      index === 0 ? 'a0: &a0 [x]' : `a${index}: &a${index} [*a${index - 1}]`,
    );
    expect((await faultsOf(chain.join('\n')))[0]).toBe(
      '*a98 | params.a99.0 lies deeper than 100 maps and lists in each other',
    );
    expect(await faultsOf('- '.repeat(5000))).toEqual([
      expect.stringMatching(/maps and lists lie too deep in each other to be read$/),
    ]);
  });
});
