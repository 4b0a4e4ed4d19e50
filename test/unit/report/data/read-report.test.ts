import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReport } from '../../../../src/report/data/read-report.ts';
import { reportJson } from '../../../../src/report/data/report-json.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('reading a report', () => {
  using sample = sampleReport();
  const file = join(sample.root, 'report.json');

  it('takes the file or its folder', () => {
    using other = sampleReport();
    const path = join(other.root, 'report.json');
    writeFileSync(path, reportJson(other.report));
    expect(readReport(path).totals).toEqual(other.report.totals);
    expect(readReport(other.root).claims.length).toBe(other.report.claims.length);
  });

  it('takes a project that publishes its report to report/', () => {
    using other = sampleReport();
    const project = join(other.root, 'project');
    mkdirSync(join(project, 'report'), { recursive: true });
    writeFileSync(join(project, 'report/report.json'), reportJson(other.report));
    expect(readReport(project).totals).toEqual(other.report.totals);
  });

  it('says what to name when there is none', () => {
    expect(() => readReport(file)).toThrow(
      `${file} does not exist: name a report.json, or the folder of a report`,
    );
  });

  it('refuses another format', () => {
    using other = sampleReport();
    const path = join(other.root, 'report.json');
    writeFileSync(path, '{"format":7}');
    expect(() => readReport(path)).toThrow(
      `${path} has format 7, expected 2: render that report again with this version`,
    );
    writeFileSync(path, 'nonsense');
    expect(() => readReport(path)).toThrow(
      `${path} is not JSON: Unexpected token 'o', "nonsense" is not valid JSON`,
    );
  });

  it('refuses a report that was cut or edited, before anything is compared', () => {
    using other = sampleReport();
    const path = join(other.root, 'report.json');
    const { report } = other;
    const [run] = report.runs;
    for (const [edited, place] of [
      [{ format: 2 }, 'title: Invalid input: expected string, received undefined'],
      [{ ...report, runs: null }, 'runs: Invalid input: expected array, received null'],
      [
        { ...report, runs: [{ ...run, loss: '0.01' }] },
        'runs.0.loss: Invalid input: expected number, received string',
      ],
      [{ ...report, claims: {} }, 'claims: Invalid input: expected array, received object'],
      [{ ...report, totals: null }, 'totals: Invalid input: expected record, received null'],
    ] as const) {
      writeFileSync(path, JSON.stringify(edited));
      expect(() => readReport(path)).toThrow(
        `${path} is no whole report (${place}): it was cut or edited; render that report again`,
      );
    }
    writeFileSync(path, `\uFEFF${JSON.stringify({ ...report, runs: [{ ...run, loss: null }] })}`);
    expect(readReport(path).runs).toHaveLength(1);
  });
});
