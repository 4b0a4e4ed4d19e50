import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  commitText,
  publicationText,
  type Circumstances,
} from '../../../../src/cli/provenance/publication-text.ts';
import type { RunFacts } from '../../../../src/cli/provenance/run-facts.ts';
import { publicationCall } from '../../../../src/report/client/where-computed.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';

const about: Circumstances = {
  output: 'd'.repeat(64) as Digest,
  profile: 'quick',
  params: { network: { width: 64 } },
};
const facts: RunFacts = {
  results: Array.from({ length: 4 }, () => ({ instance: {} as never })),
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-03T00:00:00.000Z',
  durationMs: 90_000,
  node: [['24.1.0', 4]],
  machines: [
    ['A, linux-x64', 2],
    ['B, linux-x64', 1],
  ],
  software: { BLAS: [['OpenBLAS', 2]] },
};

/** What the page is called with. */
function told(of: RunFacts): Record<string, string> {
  const text = publicationText(about, of);
  const shown: { facts: [string, string][] }[] = [];
  runInNewContext(text, { [publicationCall]: (value: (typeof shown)[number]) => shown.push(value) });
  return Object.fromEntries(shown[0]!.facts);
}

describe('what is said beside a published report', () => {
  it('is said once where it is so of all results, else with the number of results', () => {
    expect(told(facts)).toMatchObject({
      commit: 'unknown: the project is at no commit of git',
      profile: 'quick',
      results: '4, computed 2026-01-02 to 2026-01-03 (UTC), 1m30s of work in all',
      Node: '24.1.0',
      BLAS: 'OpenBLAS',
      machine: 'A, linux-x64 (2 results); B, linux-x64 (1 result); unknown (1)',
    });
    expect(told({ ...facts, node: [] })['Node']).toBe('unknown');
  });

  it('names the commit, and whether there is more than it', () => {
    expect(commitText({ commit: 'abc', changed: false })).toBe('abc');
    expect(commitText({ commit: 'abc', changed: true })).toBe('abc, with changes that are not in it');
  });
});
