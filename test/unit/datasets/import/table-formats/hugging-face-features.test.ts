import { expect, it } from 'vitest';
import {
  codedClasses,
  codedClassesOfMetadata,
} from '../../../../../src/datasets/import/table-formats/hugging-face-features.ts';

const features = {
  text: { dtype: 'string', _type: 'Value' },
  label: { names: ['a', 'b'], _type: 'ClassLabel' },
};

it('codedClasses finds the names of class labels', () => {
  expect([...codedClasses(features)]).toEqual([['label', ['a', 'b']]]);
  expect([...codedClassesOfMetadata(JSON.stringify({ info: { features } }))]).toEqual([
    ['label', ['a', 'b']],
  ]);
});

it('codedClasses finds nothing in what other programs write', () => {
  for (const metadata of [undefined, '', '{', '[]', '{"info": 3}'])
    expect(codedClassesOfMetadata(metadata).size).toBe(0);
  expect(codedClasses('x').size).toBe(0);
});
