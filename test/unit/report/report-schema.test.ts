import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { reportJson } from '../../../src/report/data/report-json.ts';
import { reportSchemaFile, reportSchemaText } from '../../report-schema.ts';
import { sampleReport } from '../../synthetic/sample-report.ts';
import { fullPlan } from '../../synthetic/study.ts';

describe('report.schema.json', () => {
  const committed = readFileSync(reportSchemaFile, 'utf8');
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(committed) as object);

  it('is what the types of report.json say ("npm run report-schema" writes it anew)', () => {
    expect(reportSchemaText()).toBe(committed);
  });

  it.each([
    ['with runs missing, stopped and not analysed', undefined],
    [
      'of all of the paper’s experiments',
      { ...fullPlan, seeds: { network: [0], subset: [0] }, iterations: [210, 330] as const },
    ],
  ])('holds for a report %s', (_, plan) => {
    using sample = sampleReport(plan);
    validate(JSON.parse(reportJson(sample.report)));
    expect(validate.errors).toBeNull();
  });

  it('holds for none with a number as text, a member that is missing, or one that is not described', () => {
    using sample = sampleReport();
    const report = JSON.parse(reportJson(sample.report)) as typeof sample.report;
    const [claim] = report.claims;
    expect(validate({ ...report, totals: { ...report.totals, planned: '8' } })).toBe(false);
    expect(validate({ ...report, runs: undefined })).toBe(false);
    expect(validate({ ...report, claims: [{ ...claim, verdict: 'holds' }] })).toBe(false);
    expect(validate({ ...report, note: 'more' })).toBe(false);
  });
});
