import { expect, it } from 'vitest';
import { claimsMarkdown } from '../../../../src/cli/github/claims-markdown.ts';
import { projectFolder } from '../../../project-folder.ts';

const report = {
  format: 2,
  title: 'A report',
  ignoreBefore: 10,
  totals: {},
  ...{ experiments: [], discussion: [], powerLaws: [], runs: [] },
  summary: { agrees: 1, differs: 0, notJudged: 1 },
  claims: [
    {
      id: 'a',
      format: 'factor',
      statement: 'grows as $|J|^2$',
      paper: 28.97,
      value: 5.4321098,
      verdict: 'agrees',
    },
    { id: 'b', format: 'factor', statement: 'all align', verdict: 'not judged here' },
  ],
};

it('is the counts and a row for each claim', () => {
  const folder = projectFolder({ 'report.json': JSON.stringify(report) });
  expect(claimsMarkdown(folder)).toBe(`### Claims of the paper

1 agree, 0 differ, 1 not judged here.

| Statement | Paper | This run | Verdict |
| :-- | --: | --: | :-- |
| grows as $\\|J\\|^2$ | 28.97 | 5.432 | agrees |
| all align | – | – | not judged here |`);
});

it('is absent where a folder holds no report of this program', () => {
  expect(claimsMarkdown(projectFolder({ 'index.html': '' }))).toBeUndefined();
  expect(claimsMarkdown(projectFolder({ 'report.json': '{}' }))).toBeUndefined();
  expect(claimsMarkdown(projectFolder({ 'report.json': '' }))).toBeUndefined();
});
