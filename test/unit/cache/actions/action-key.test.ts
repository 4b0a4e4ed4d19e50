import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import {
  type KeyFields,
  actionKey,
  seedOf,
  variableDigest,
} from '../../../../src/cache/actions/action-key.ts';

const fields: KeyFields = {
  format: 1,
  work: { uses: 'train' },
  params: { width: 32, depth: 6 },
  seed: 7,
  inputs: { dataset: [sha256('dataset')], runs: [sha256('a'), sha256('b')] },
  code: sha256('code'),
  env: { LANG: variableDigest('LANG', 'C') },
};

describe('actionKey', () => {
  it('is the same for the same fields in any order', () => {
    const { env, code, inputs, ...rest } = fields;
    expect(actionKey({ env, inputs, ...rest, code: code!, params: { depth: 6, width: 32 } })).toBe(
      actionKey(fields),
    );
  });

  it.each<[string, Partial<KeyFields>]>([
    ['format', { format: 2 }],
    ['stage file', { work: { uses: 'analyze' } }],
    ['command', { work: { run: 'make', outputs: ['x'] } }],
    ['parameter', { params: { width: 33, depth: 6 } }],
    ['type of a parameter', { params: { width: '32', depth: 6 } }],
    ['seed', { seed: 8 }],
    ['content of an input', { inputs: { ...fields.inputs, dataset: [sha256('other')] } }],
    ['order of collected inputs', { inputs: { ...fields.inputs, runs: [sha256('b'), sha256('a')] } }],
    ['name of an input', { inputs: { data: fields.inputs['dataset']!, runs: fields.inputs['runs']! } }],
    ['code', { code: sha256('other code') }],
    ['environment', { env: { LANG: variableDigest('LANG', 'de') } }],
    ['environment variable that is set', { env: { ...fields.env, SEED: variableDigest('SEED', '') } }],
  ])('moves with the %s', (_field, change) => {
    expect(actionKey({ ...fields, ...change })).not.toBe(actionKey(fields));
  });

  it('moves with the outputs that a command has to make', () => {
    const command = (...outputs: string[]): string =>
      actionKey({ ...fields, work: { run: 'make', outputs } });
    expect(command('x')).not.toBe(command('x', 'y'));
  });

  it('tells a command, which has no code, from a stage', () => {
    const without = { ...fields };
    delete without.code;
    expect(actionKey(without)).not.toBe(actionKey(fields));
  });
});

describe('variableDigest', () => {
  it('is the same for the same variable with the same value, and no other', () => {
    expect(variableDigest('TOKEN', 'hunter2')).toBe(sha256('TOKEN=hunter2'));
    expect(variableDigest('TOKEN', 'hunter3')).not.toBe(variableDigest('TOKEN', 'hunter2'));
    expect(variableDigest('PASSWORD', 'hunter2')).not.toBe(variableDigest('TOKEN', 'hunter2'));
  });
});

describe('seedOf', () => {
  it('is 32 bits that depend on what runs and on its parameters, not on their order', () => {
    const seed = seedOf({ uses: 'train' }, { a: 1, b: 2 });
    expect(seed).toBe(seedOf({ uses: 'train' }, { b: 2, a: 1 }));
    expect(seed).not.toBe(seedOf({ uses: 'train' }, { a: 1, b: 3 }));
    expect(seed).not.toBe(seedOf({ uses: 'analyze' }, { a: 1, b: 2 }));
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
  });

  it('stays the same from version to version: results rest on it', () => {
    expect(seedOf({ uses: 'train' }, { networkSeed: 0 })).toBe(
      Number.parseInt(sha256('{"params":{"networkSeed":0},"work":{"uses":"train"}}').slice(0, 8), 16),
    );
  });
});
