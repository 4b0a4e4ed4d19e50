import { describe, expect, it } from 'vitest';
import { outputProblem } from '../../../../src/pipeline/stage/output-path.ts';

describe('outputProblem', () => {
  it.each(['x', './x', 'a/b.csv', 'a/../b', '..x', '...', 'folder/', '-'])('finds none in %s', (path) => {
    expect(outputProblem(path)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    ['../x', 'leads out of the folder'],
    ['..', 'leads out of the folder'],
    ['a/../../x', 'leads out of the folder'],
    ['a/../..', 'leads out of the folder'],
    ['.', 'is the folder itself'],
    ['./', 'is the folder itself'],
    ['a/..', 'is the folder itself'],
    ['', 'is empty'],
    ['/etc/x', 'is an absolute path'],
    [String.raw`C:\x`, 'is an absolute path'],
    ['a\0b', 'has a control character'],
    ['a\nb', 'has a control character'],
    ['${{ params.x }}', 'refers to a value, which does not work here: outputs are named as they are'],
    ['$EOS_OUTPUT/x', 'refers to a value, which does not work here: outputs are named as they are'],
    [3, 'is number, not a path'],
    [null, 'is null, not a path'],
  ])('says of %j that it %s', (path, problem) => {
    expect(outputProblem(path)).toBe(problem);
  });
});
