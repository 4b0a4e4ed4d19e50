import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import type { PipelineConfig } from '../../../../src/pipeline/source/pipeline-schema.ts';
import { settings } from '../../../../src/pipeline/values/settings.ts';

const config: PipelineConfig = {
  version: 1,
  params: { network: { depth: 6, width: 512 }, sizes: [1, 2, 3], threads: 1 },
  profiles: { quick: { network: { width: 32 }, sizes: [1] }, paper: {} },
  defaultProfile: 'quick',
  stages: {},
};

async function chosen(
  options: { profile?: string; set?: string[] },
  own = config,
): Promise<Awaited<ReturnType<typeof settings>>> {
  const faults = new FaultList();
  const result = await settings(own, options, faults);
  expect(faults.faults).toEqual([]);
  return result;
}

async function faultsOf(options: { profile?: string; set?: string[] }, own = config): Promise<unknown[]> {
  const faults = new FaultList();
  await settings(own, options, faults);
  return faults.faults.map(({ place, message, hint }) => [
    place.kind === 'argument' ? [place.argument, place.text] : place.kind === 'config' ? place.path : place,
    message,
    hint,
  ]);
}

describe('settings', () => {
  it('merges the default profile deeply over params, and replaces lists', async () => {
    const { profile, params } = await chosen({});
    expect(profile).toBe('quick');
    expect(params).toEqual({ network: { depth: 6, width: 32 }, sizes: [1], threads: 1 });
  });

  it('takes the profile that the command line names', async () => {
    expect((await chosen({ profile: 'paper' })).params).toEqual(config.params);
  });

  it('needs no profile', async () => {
    const { profile, params } = await chosen({}, { version: 1, params: { a: 1 }, profiles: {}, stages: {} });
    expect([profile, params]).toEqual(['none', { a: 1 }]);
  });

  it('lays --set over the profile, with YAML values, lists and their items included', async () => {
    const set = [
      'params.network.width=64',
      'params.sizes=[7, 8]',
      'params.sizes.1=9',
      'params.threads=two words',
    ];
    expect((await chosen({ set })).params).toEqual({
      network: { depth: 6, width: 64 },
      sizes: [7, 9],
      threads: 'two words',
    });
    expect(config.params).toEqual({ network: { depth: 6, width: 512 }, sizes: [1, 2, 3], threads: 1 });
  });

  it('replaces a map that --set names as a whole', async () => {
    expect((await chosen({ set: ['params.network={ width: 8 }'] })).params['network']).toEqual({ width: 8 });
  });

  it('knows where a value was said: params, profile or --set', async () => {
    const { origin } = await chosen({ set: ['params.threads=4'] });
    expect(origin(['network', 'depth'])).toEqual({
      kind: 'config',
      path: ['params', 'network', 'depth'],
      part: 'value',
    });
    expect(origin(['network', 'width'])).toEqual({
      kind: 'config',
      path: ['profiles', 'quick', 'network', 'width'],
      part: 'value',
    });
    expect(origin(['sizes', 0])).toEqual({
      kind: 'config',
      path: ['profiles', 'quick', 'sizes', 0],
      part: 'value',
    });
    expect(origin(['threads'])).toEqual({ kind: 'argument', argument: '--set params.threads=4', text: '4' });
  });
});

describe('faults of profiles', () => {
  it('are one that does not exist', async () => {
    expect(await faultsOf({ profile: 'qick' })).toEqual([
      [['--profile qick', 'qick'], 'there is no profile "qick"', 'did you mean "quick"?'],
    ]);
    expect(await faultsOf({}, { ...config, defaultProfile: 'full' })).toEqual([
      [['defaultProfile'], 'the default profile "full" does not exist', 'there are: quick, paper'],
    ]);
  });

  it('are names that params does not have, at any depth and in any profile', async () => {
    const profiles = { quick: {}, paper: { netwrk: 1, network: { widht: 2 } } };
    expect(await faultsOf({}, { ...config, profiles })).toEqual([
      [
        ['profiles', 'paper', 'netwrk'],
        'params has no key "netwrk" that the profile could change',
        'did you mean "network"?',
      ],
      [
        ['profiles', 'paper', 'network', 'widht'],
        'params.network has no key "widht" that the profile could change',
        'did you mean "width"?',
      ],
    ]);
  });
});

describe('faults of --set', () => {
  it.each([
    [
      'params.network.widht=1',
      'params.network.widht',
      'params.network has no key "widht"',
      'did you mean "width"?',
    ],
    ['params.threads.x=1', 'params.threads.x', 'params.threads has no key "x"', 'params.threads is 1'],
    ['params.sizes.3=1', 'params.sizes.3', 'params.sizes has no key "3"', 'there are: 0'],
    ['params.threads', 'params.threads', 'the value is missing', 'write --set params.threads=VALUE'],
    [
      'network.width=3',
      'network.width',
      'only values under params can be set',
      'did you mean --set params.network.width=3?',
    ],
    ['stages.a=3', 'stages.a', 'only values under params can be set', 'write --set params.NAME=VALUE'],
  ])('%s', async (set, text, message, hint) => {
    expect(await faultsOf({ set: [set] })).toEqual([[[`--set ${set}`, text], message, hint]]);
  });

  it.each([
    [
      '!!timestamp 2020-01-01',
      '!!timestamp 2020-01-01',
      'params.threads is a date, which parameters cannot hold',
      "write it in quotes, without a tag: '2020-01-01'",
    ],
    ['[1, .inf]', '.inf', 'params.threads.1 is not a finite number', undefined],
    [
      '12345678901234567891',
      '12345678901234567891',
      'params.threads is 12345678901234567891, which would be kept as 12345678901234567000',
      'write 12345678901234567000, or put it in quotes',
    ],
    ['*x', '*x', 'there is no anchor "x" before this', 'write &x where the value stands first'],
    ['&x [*x]', '*x', 'the anchor "x" holds itself', 'write the value out'],
    ['!foo 3', '!foo', 'not YAML: unresolved tag: !foo', undefined],
  ])('are values that keys would not see: %s', async (value, part, message, hint) => {
    expect(await faultsOf({ set: [`params.threads=${value}`] })).toEqual([
      [[`--set params.threads=${value}`, part], message, hint],
    ]);
  });

  it.each([
    [
      'params.sizes=',
      'params.sizes=',
      'the value is empty',
      `write --set params.sizes=null, or --set 'params.sizes=""' for an empty text`,
    ],
    [
      'params.sizes= ',
      'params.sizes= ',
      'the value is empty',
      `write --set params.sizes=null, or --set 'params.sizes=""' for an empty text`,
    ],
    [
      'params.sizes=#ff0000',
      '#ff0000',
      'the value has a comment, which would be left out',
      'quote it, for the shell and for YAML',
    ],
    [
      'params.sizes=a #1',
      '#1',
      'the value has a comment, which would be left out',
      'quote it, for the shell and for YAML',
    ],
  ])('are values that would be less than was written: %s', async (set, text, message, hint) => {
    expect(await faultsOf({ set: [set] })).toEqual([[[`--set ${set}`, text], message, hint]]);
  });

  it('takes a # that begins no comment', async () => {
    const { params } = await chosen({ set: ['params.sizes="#1"', 'params.network.width=a#1'] });
    expect(params).toMatchObject({ sizes: '#1', network: { width: 'a#1' } });
  });

  it('are values that are not YAML', async () => {
    const [fault] = (await faultsOf({ set: ['params.sizes=[1, 2'] })) as [[unknown, string, string]];
    expect(fault[1]).toMatch(/^the value is not YAML: /);
    expect(fault[2]).toBe('quote it, for the shell and for YAML');
  });
});
