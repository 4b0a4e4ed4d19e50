import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { parsePackage } from '../../../../src/pipeline/stage/package-text.ts';

describe('parsePackage', () => {
  it('reads what Node reads, a byte order mark included', () => {
    expect(parsePackage('/p/package.json', '\uFEFF{ "type": "commonjs" }')).toEqual({ type: 'commonjs' });
  });

  it.each([
    ['{ "name": }', `is no JSON: Unexpected token '}', "{ "name": }" is not valid JSON`],
    ['', 'is no JSON: Unexpected end of JSON input'],
    ['null', 'is null, expected a map'],
    ['[]', 'is [], expected a map'],
    ['"text"', 'is "text", expected a map'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => parsePackage('/p/package.json', text)).toThrow(
      new PipelineError('bad-stage-file', `/p/package.json ${message}`, {
        hint: 'Correct it, or install the package again where it is an installed one.',
      }),
    );
  });
});
