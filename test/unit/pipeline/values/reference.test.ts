import { ReferenceFault } from '../../../../src/pipeline/faults/reference-fault.ts';
import { describe, expect, it } from 'vitest';
import {
  dependsOnMatrix,
  evaluate,
  fixedPath,
  hasReference,
  parseTemplate,
} from '../../../../src/pipeline/values/reference.ts';

const scope = {
  params: {
    width: 64,
    sizes: [10, 20],
    datasets: { 'dice-full': 'generate-dice' },
    network: { gain: 1.5 },
    title: 'a',
    none: null,
  },
  matrix: { experiment: { id: 'x', dataset: 'dice-full' }, index: 1 },
};

function value(text: string): unknown {
  return evaluate(parseTemplate(text), scope);
}

function fault(text: string): [text: string, message: string, hint: string] {
  try {
    value(text);
  } catch (error) {
    if (error instanceof ReferenceFault) return [error.text, error.message, error.hint];
    throw error;
  }
  throw new Error('a fault was expected');
}

describe('a reference alone', () => {
  it('has the type of what it refers to', () => {
    expect(value('${{ params.width }}')).toBe(64);
    expect(value('${{params.sizes}}')).toEqual([10, 20]);
    expect(value('${{ params.network }}')).toBe(scope.params.network);
    expect(value('${{ params.none }}')).toBeNull();
    expect(value('${{ matrix.experiment.id }}')).toBe('x');
  });

  it('indexes maps and lists by expressions, numbers and quoted names', () => {
    expect(value('${{ params.datasets[matrix.experiment.dataset] }}')).toBe('generate-dice');
    expect(value('${{ params.sizes[matrix.index] }}')).toBe(20);
    expect(value('${{ params.sizes[0] }}')).toBe(10);
    expect(value('${{ params.sizes.1 }}')).toBe(20);
    expect(value(`\${{ params['datasets']["dice-full"] }}`)).toBe('generate-dice');
  });
});

describe('a reference inside text', () => {
  it('becomes a part of the text', () => {
    expect(value('w=${{ params.width }}, x=${{ matrix.experiment.id }}!')).toBe('w=64, x=x!');
  });

  it('is a fault where it is a map or a list', () => {
    expect(fault('n: ${{ params.network }}')).toEqual([
      '${{ params.network }}',
      'the reference is a map, which cannot stand inside text',
      'let it stand alone, or refer to a number or text inside it',
    ]);
    expect(fault('n: ${{ params.sizes }}')[1]).toBe(
      'the reference is a list, which cannot stand inside text',
    );
  });
});

describe('a reference that leads nowhere', () => {
  it('names what is missing and what is near', () => {
    expect(fault('${{ params.widht }}')).toEqual([
      '${{ params.widht }}',
      'params has no key "widht"',
      'did you mean "width"?',
    ]);
    expect(fault('${{ params.network.bias }}').slice(1)).toEqual([
      'params.network has no key "bias"',
      'there are: gain',
    ]);
    expect(fault('${{ params.sizes[2] }}').slice(1)).toEqual([
      'params.sizes has no item "2"',
      'it has 2 items',
    ]);
    expect(fault('${{ params.title.x }}').slice(1)).toEqual([
      'params.title is neither a map nor a list: nothing is inside it',
      'it is "a"',
    ]);
    expect(fault('${{ matrix.seed }}').slice(1)).toEqual([
      'unknown matrix axis "seed"',
      'there are: experiment, index',
    ]);
    expect(fault('${{ params.datasets[params.sizes] }}')[1]).toBe(
      'the index of params.datasets is neither text nor a number',
    );
  });

  it('does not find what every object inherits', () => {
    expect(fault('${{ params.constructor }}')[1]).toBe('params has no key "constructor"');
  });
});

describe('a reference that cannot be read', () => {
  const how = 'write ${{ params.NAME }}, ${{ matrix.AXIS }} or ${{ params.NAME[matrix.AXIS] }}';

  it.each([
    ['${{ }}', 'the reference is empty'],
    ['${{ env.HOME }}', 'unknown reference "env": only params and matrix can be referred to'],
    ['${{ params. }}', 'a name is missing after "params."'],
    ['${{ params.sizes[0 }}', 'the "[" after "params.sizes" is not closed'],
    ['${{ params.width + 1 }}', '"+" is not understood after the reference'],
    ['${{ "text" }}', 'a reference starts with params or matrix'],
  ])('%s', (text, message) => {
    expect(fault(text)).toEqual([text, message, how]);
  });

  it.each([
    ["${{ params['größe'] }}", 3],
    ["${{ params.lists['0'] }}", 'first'],
    ['${{ params.maps[01] }}', 'by its text'],
  ])('reads %s', (text, value) => {
    const params = { größe: 3, lists: ['first', 'second'], maps: { '01': 'by its text', 1: 'another' } };
    expect(evaluate(parseTemplate(text), { params, matrix: {} })).toBe(value);
  });

  it.each(['', ' 1', '0x1', '1e0', '01', '-0', '1.0'])(
    'does not take %j for a number of an item',
    (index) => {
      const text = `\${{ params.list['${index}'] }}`;
      const read = (): unknown => evaluate(parseTemplate(text), { params: { list: ['a', 'b'] }, matrix: {} });
      expect(read).toThrow(new ReferenceFault(text, `params.list has no item "${index}"`, 'it has 2 items'));
    },
  );

  it.each([
    ['${{ params.größe }}', '"ö" is not understood after the reference'],
    ['${{ params.2d }}', '"d" is not understood after the reference'],
    ['${{ params.my key }}', '"key" is not understood after the reference'],
    ['${{ params.ärger }}', 'a name is missing after "params."'],
  ])('%s: says how such a name is written', (text, message) => {
    const hint =
      "a name with other characters than A to Z, a to z, 0 to 9, _ and - is quoted: ${{ params['my name'] }}";
    expect(() => parseTemplate(text)).toThrow(new ReferenceFault(text, message, hint));
  });

  it('is one without an end', () => {
    expect(fault('a ${{ params.width')).toEqual([
      '${{ params.width',
      'the reference has no end',
      'close it with }}',
    ]);
  });
});

describe('what a template says about itself', () => {
  it('is whether it holds references, and whether they depend on the matrix', () => {
    expect([hasReference('plain $x {{y}}'), hasReference('${{ x')]).toEqual([false, true]);
    const depends = (text: string): boolean => dependsOnMatrix(parseTemplate(text));
    expect(depends('a ${{ params.width }}')).toBe(false);
    expect(depends('a ${{ matrix.index }}')).toBe(true);
    expect(depends('${{ params.sizes[matrix.index] }}')).toBe(true);
  });

  it('is the names it walks through, where all of them are fixed', () => {
    const path = (text: string): string[] | undefined => fixedPath(parseTemplate(text));
    expect(path('${{ params.network.gain }}')).toEqual(['params', 'network', 'gain']);
    expect(path('${{ params.sizes[0] }}')).toBeUndefined();
    expect(path('x ${{ params.width }}')).toBeUndefined();
    expect(path('plain')).toBeUndefined();
  });
});
