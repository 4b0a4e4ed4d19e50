import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../src/cache/files/digest.ts';
import { causesOf, listed, reasonText } from '../../../src/cli/reason-text.ts';
import type { Reason } from '../../../src/execution/survey/reason.ts';

const [a, b] = ['a'.repeat(64) as Digest, 'b'.repeat(64) as Digest];

describe('reasonText', () => {
  it.each<[Reason, string]>([
    [{ kind: 'never-run' }, 'never run'],
    [{ kind: 'forced' }, 'forced'],
    [
      { kind: 'parameter', path: 'solver.maxStepSize', old: 0.01, new: 0.02 },
      'parameter solver.maxStepSize: 0.01 → 0.02',
    ],
    [{ kind: 'parameter', path: 'a', new: [1] }, 'parameter a: added, [1]'],
    [{ kind: 'parameter', path: 'a', old: 'x' }, 'parameter a: removed, was "x"'],
    [{ kind: 'command', old: 'ls', new: 'ls -l' }, 'command: "ls" → "ls -l"'],
    [{ kind: 'seed', old: 1, new: 2 }, 'seed: 1 → 2'],
    [{ kind: 'threads', old: 1, new: 2 }, 'threads: 1 → 2'],
    [
      { kind: 'input-file', input: 'test', path: 'data/x.ts', old: a, new: b },
      'input test: the file data/x.ts changed (aaaaaaaaaaaa → bbbbbbbbbbbb)',
    ],
    [
      { kind: 'input-file', input: 'test', path: 'data/x.ts', new: b },
      'input test: the file data/x.ts is new',
    ],
    [
      { kind: 'upstream-content', input: 'runs', instance: 'train', old: a },
      'input runs: the output of train is gone',
    ],
    [{ kind: 'upstream-members', input: 'runs', old: 3, new: 5 }, 'input runs: 3 → 5 instances'],
    [{ kind: 'code', file: 'src/a.ts', part: 'step', change: 'changed' }, 'code: step in src/a.ts changed'],
    [
      { kind: 'binding', file: 'src/a.ts', name: 'pick', old: 'stats#min', new: 'stats#max' },
      'code: pick in src/a.ts: stats#min → stats#max',
    ],
    [{ kind: 'package', name: 'zod', old: '4.6.7', new: '4.7.0' }, 'package zod: "4.6.7" → "4.7.0"'],
    [{ kind: 'environment', name: 'LANG', change: 'added' }, 'environment LANG: added'],
    [{ kind: 'environment', name: 'TOKEN', change: 'changed' }, 'environment TOKEN: changed'],
    [{ kind: 'format', old: 1, new: 2 }, 'cache format: 1 → 2'],
    [{ kind: 'missing-output', path: 'outputs/ab' }, 'its output is missing: outputs/ab'],
    [{ kind: 'damage', path: 'outputs/ab/x', problem: 'other bytes' }, 'damaged: outputs/ab/x: other bytes'],
    [{ kind: 'dropped-output', neededBy: 'fit' }, 'its temporary output was dropped, and fit needs it'],
    [
      { kind: 'dropped-unpublished', folder: '/p/out' },
      'its temporary output was dropped, and /p/out lacks it',
    ],
    [{ kind: 'upstream-stale', instances: ['a', 'b', 'c', 'd', 'e'] }, 'waits for a, b, c and 2 more'],
  ])('%j', (reason, text) => {
    expect(reasonText(reason)).toBe(text);
  });

  it('cuts long commands to where they differ', () => {
    const [start, end] = ['echo start '.repeat(9), ' and the end'.repeat(9)];
    expect(reasonText({ kind: 'command', old: `${start}2${end}`, new: `${start}33${end}` })).toBe(
      'command: "…ho start echo start 2 and the end and the…" → "…ho start echo start 33 and the end and the…"',
    );
  });

  it('cuts long values', () => {
    const text = reasonText({ kind: 'parameter', path: 'a', old: 1, new: 'x'.repeat(200) });
    expect(text).toBe(`parameter a: 1 → "${'x'.repeat(78)}…`);
  });
});

describe('causesOf', () => {
  const changed = (instance: string): Reason => ({
    kind: 'upstream-content',
    input: 'x',
    instance,
    old: a,
    new: b,
  });
  const arrived = (instance: string): Reason => ({ kind: 'upstream-content', input: 'x', instance, new: b });

  it('names stages instead of instances, and no values of commands', () => {
    expect(
      causesOf([
        { kind: 'upstream-stale', instances: ['a[s=1]', 'a[s=2]', 'b'] },
        changed('a[s=1]'),
        { kind: 'command', old: 'ls', new: 'ls -l' },
        { kind: 'never-run' },
      ]),
    ).toEqual(['waits for a, b', 'other bytes from a', 'its command', 'never run']);
  });

  it('says each cause once, however many instances it is of', () => {
    expect(causesOf([changed('a[s=1]'), changed('a[s=2]'), changed('b')])).toEqual([
      'other bytes from a',
      'other bytes from b',
    ]);
  });

  it('says of instances that came or went only how many there are', () => {
    const members: Reason = { kind: 'upstream-members', input: 'x', old: 1, new: 3 };
    expect(causesOf([members, arrived('a[s=2]'), arrived('a[s=3]')])).toEqual(['input x: 1 → 3 instances']);
    expect(causesOf([members, changed('a[s=1]'), arrived('a[s=2]')])).toEqual([
      'input x: 1 → 3 instances',
      'other bytes from a',
    ]);
    expect(
      causesOf([arrived('a[s=2]'), { kind: 'upstream-content', input: 'x', instance: 'a[s=1]', old: a }]),
    ).toEqual(['other instances of a']);
  });
});

describe('listed', () => {
  it('shows a few names and counts the rest', () => {
    expect([listed(['a']), listed(['a', 'b', 'c'], 2)]).toEqual(['a', 'a, b and 1 more']);
  });
});
