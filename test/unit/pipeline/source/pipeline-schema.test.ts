import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  knownKeys,
  pipelineJsonSchema,
  pipelineSchema,
} from '../../../../src/pipeline/source/pipeline-schema.ts';

const root = join(import.meta.dirname, '../../../..');

describe('pipeline.schema.json', () => {
  it('is what "eos-pipeline schema" prints', () => {
    const committed = readFileSync(join(root, 'pipeline.schema.json'), 'utf8');
    expect(committed).toBe(`${JSON.stringify(pipelineJsonSchema(), undefined, 2)}\n`);
  });

  const validate = new Ajv2020({ strict: false }).compile(pipelineJsonSchema());

  it('accepts the packaged pipeline.yaml, as the zod schema does', () => {
    const pipeline: unknown = parse(readFileSync(join(root, 'pipeline.yaml'), 'utf8'));
    expect(validate(pipeline)).toBe(true);
    expect(pipelineSchema.safeParse(pipeline).error).toBeUndefined();
  });

  it.each([
    ['neither uses nor run', { version: 1, stages: { a: {} } }],
    ['run without outputs', { version: 1, stages: { a: { run: 'ls' } } }],
    ['both uses and run', { version: 1, stages: { a: { uses: 'x', run: 'ls', outputs: ['y'] } } }],
    ['an unknown key', { version: 1, stages: {}, foo: 1 }],
    ['a version of the future', { version: 2, stages: {} }],
    ['a bad time', { version: 1, stages: { a: { uses: 'x', timeout: 'soon' } } }],
  ])('refuses %s, as the zod schema does', (_, pipeline) => {
    expect(validate(pipeline)).toBe(false);
    expect(pipelineSchema.safeParse(pipeline).success).toBe(false);
  });

  it('lets references stand where numbers and times do', () => {
    const stage = {
      uses: 'x',
      resources: { threads: '${{ params.threads }}', memory: '${{ params.memory }}' },
      timeout: '${{ params.timeout }}',
      retries: '${{ params.retries }}',
    };
    expect(validate({ version: 1, stages: { a: stage } })).toBe(true);
    expect(pipelineSchema.safeParse({ version: 1, stages: { a: stage } }).success).toBe(true);
  });
});

describe('knownKeys', () => {
  it('gives the keys of a place', () => {
    expect(knownKeys([])).toContain('profiles');
    expect(knownKeys(['stages', 'a'])).toContain('publish');
    expect(knownKeys(['stages', 'a', 'resources'])).toEqual([
      'threads',
      'parallel',
      'memory',
      'time',
      'gpus',
    ]);
    expect(knownKeys(['executors'])).toEqual(['slurm']);
    expect(knownKeys(['executors', 'slurm'])).toContain('partition');
    expect(knownKeys(['stages', 'a', 'needs', 'x'])).toEqual(['file', 'data', 'inputsOf', 'input']);
  });
});
