import { describe, expect, it } from 'vitest';
import { roCrate } from '../../../../src/cli/provenance/ro-crate.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

interface Crate {
  '@graph': ({ '@id': string } & Record<string, unknown>)[];
}

describe('roCrate', () => {
  using sample = sampleReport();
  const output = 'd'.repeat(64) as Digest;
  const about = { output, profile: 'quick', params: { network: { width: 64 } } };
  const facts = {
    results: [],
    durationMs: 5,
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-03T00:00:00.000Z',
    node: [['24.1.0', 1] as const],
    machines: [['A processor', 1] as const],
    software: { BLAS: [['OpenBLAS', 1] as const] },
  };
  const crate = roCrate(sample.report, [], about, facts, undefined) as Crate;
  const entity = (id: string) => crate['@graph'].find((one) => one['@id'] === id);

  it('says what came in, by what and on what it was computed, and is dated by its latest result', () => {
    expect(entity('./')).toMatchObject({
      datePublished: '2026-01-03T00:00:00.000Z',
      identifier: `sha256:${output}`,
      license: { '@id': '#licence' },
    });
    expect(entity('#run')).toMatchObject({
      instrument: { '@id': '#eos-pipeline' },
      description: '0 results; machines: A processor',
    });
    expect(entity('#run')!['object']).toContainEqual({ '@id': '#dataset-dice' });
    expect(entity('#parameter-network.width')).toMatchObject({ value: '64' });
    expect(crate['@graph'].filter((one) => one['@id'].startsWith('#software-'))).toMatchObject([
      { name: 'Node.js', softwareVersion: '24.1.0' },
      { name: 'BLAS', softwareVersion: 'OpenBLAS' },
    ]);
    expect(entity('#project')!['version']).toBe('unknown: the project is at no commit of git');
  });

  it('refers to nothing that it does not describe, and describes nothing twice', () => {
    const ids = crate['@graph'].map((one) => one['@id']);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...JSON.stringify(crate).matchAll(/:\{"@id":"([^"]+)"\}|[[,]\{"@id":"([^"]+)"\}/g)].map(
      ([, one, other]) => one ?? other!,
    );
    // Terms of the vocabulary stand for themselves.
    const foreign = ['https://w3id.org/ro/crate/1.1', 'http://schema.org/CompletedActionStatus'];
    expect(referred.filter((id) => !ids.includes(id) && !foreign.includes(id))).toEqual([]);
    expect(referred.length).toBeGreaterThan(8);
  });
});
