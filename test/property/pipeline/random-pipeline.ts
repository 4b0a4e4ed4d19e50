import fc from 'fast-check';
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, parseDocument, visit } from 'yaml';

/** Pieces of YAML that are right, nearly right, or nothing that anybody would write. */
const SNIPPETS = [
  '3',
  '-1',
  '0',
  '1.5',
  '1e400',
  '.nan',
  '-.inf',
  '12345678901234567890',
  '0x10',
  '~',
  'true',
  "''",
  '[]',
  '{}',
  '[1, 2]',
  '[a, [b]]',
  '{ id: x, sizes: [1] }',
  '[{ id: x }, { id: y }]',
  '{ file: data.txt }',
  '{ file: . }',
  '{ file: ../.. }',
  '{ data: [a, b] }',
  '{ data: ../x }',
  '{ inputsOf: train, input: dataset }',
  '!!timestamp 2020-01-01',
  '!!set { x, y }',
  '!!binary aGVsbG8=',
  '!!omap [a: 1]',
  '!foo bar',
  '&a [*a]',
  '&x 1',
  '*x',
  '*nothing',
  '{ <<: { a: 1 } }',
  '{ <<: 3 }',
  '{ __proto__: { a: 1 } }',
  '{ constructor: 1, toString: 2 }',
  '{ 1: a, "1": b }',
  '? [a]',
  "'${{ params.rate }}'",
  "'${{ params }}'",
  "'${{ matrix.n }}'",
  "'${{ matrix.n.x }}'",
  "'${{ params.list[matrix.n] }}'",
  "'${{ params.list[params.list[0]] }}'",
  "'${{ params.none }} x'",
  "'${{ '",
  "'${{ }}'",
  "'${{ x }}'",
  `'\${{ "\${{" }}'`,
  "'a ${{ params.list }} b'",
  "'a ${{ params.map }} b'",
  '90s',
  '0s',
  '999999999d',
  '30d',
  '2 GB',
  '0 B',
  'train',
  '[train, collect]',
  'constructor',
  './s.js',
  './S.js',
  './none.js',
  '"a\\0b"',
  '"a\\e[2Jb"',
  '"\\uD800"',
  '"\\u202e"',
  "it's; rm -rf $HOME",
  '/etc/passwd',
  '..',
  'cache',
  '\u00e9',
  'e\u0301',
  '\u{1f600}',
  'x'.repeat(300),
  '['.repeat(120) + ']'.repeat(120),
  '['.repeat(3000) + ']'.repeat(3000),
  `[${Array.from({ length: 300 }, (_, index) => index).join(', ')}]`,
  `{ ${Array.from({ length: 50 }, (_, index) => `k${index}: ${index}`).join(', ')} }`,
];

const KEYS = [
  'uses',
  'run',
  'matrix',
  'needs',
  'with',
  'outputs',
  'env',
  'resources',
  'timeout',
  'retries',
  'publish',
  'temporary',
  'onDemand',
  'first',
  'description',
  'params',
  'profiles',
  'stages',
  'defaultProfile',
  'title',
  'n',
  'constructor',
  '__proto__',
  'toString',
  'a-b',
  'a_b',
  '1',
  "''",
  '"a b"',
  '"a\\nb"',
  '<<',
  '&k key',
  '\u00e9',
];

const snippet = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SNIPPETS) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double().map(String) },
);

/** One change of a document: of a value, a key, or of the text. */
const change = fc.record({
  what: fc.constantFrom('value', 'value', 'value', 'key', 'remove', 'add', 'double', 'text', 'cut'),
  /** Which of the places, counted around. */
  at: fc.nat(),
  key: fc.constantFrom(...KEYS),
  snippet,
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** Texts of a pipeline.yaml: a right one, changed in a few places. */
export function randomPipeline(base: string): fc.Arbitrary<string> {
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => changes.reduce(changed, base));
}

/** Arguments of --set. */
export const randomSetting = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        'params.rate',
        'params.list',
        'params.list.0',
        'params.list.9',
        'params.map.a',
        'params.map',
        'params.none',
        'params.constructor',
        'params.map.__proto__',
        'params',
        'params.',
        'rate',
        'params..a',
        'stages.train.run',
      ),
      fc.string({ maxLength: 10 }),
    ),
    snippet,
    fc.constantFrom('=', '=', '=', '=', ''),
  )
  .map(([path, value, equals]) => `${path}${equals}${value}`);

/** Applies a change to the text of the place that it chooses, so that everything else stays as it was. */
function changed(text: string, { what, at, key, snippet: said }: Change): string {
  const offset = at % (text.length + 1);
  if (what === 'text') return text.slice(0, offset) + said + text.slice(offset);
  if (what === 'cut') return text.slice(0, offset) + text.slice(offset + (at % 40));
  const places: { node: Node; pair: Pair | undefined }[] = [];
  visit(parseDocument(text, { logLevel: 'silent', uniqueKeys: false }), (_, node, path) => {
    const parent = path.at(-1);
    if (isScalar(node) || isMap(node) || isSeq(node))
      places.push({ node, pair: isPair(parent) ? parent : undefined });
  });
  const place = places[at % Math.max(1, places.length)];
  const [start, end] = place?.node.range ?? [0, 0];
  if (place === undefined) return text + said;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^ */.exec(line)![0];
  switch (what) {
    case 'key': {
      const name = place.pair?.key as Node | undefined;
      const [from, to] = name?.range ?? [start, end];
      return text.slice(0, from) + key + text.slice(to);
    }
    case 'remove':
      return text.slice(0, start) + text.slice(end);
    case 'add':
      return isMap(place.node) && place.node.flow === true
        ? `${text.slice(0, start + 1)} ${key}: ${said}, ${text.slice(start + 1)}`
        : `${text.slice(0, start)}${key}: ${said}\n${indent}${text.slice(start)}`;
    case 'double':
      return text.slice(0, end) + ` ${text.slice(start, end)}` + text.slice(end);
    case 'value':
      return text.slice(0, start) + said + text.slice(end);
  }
}
