import { describe, expect, it } from 'vitest';
import { duplicateKey } from '../../../../src/tensors/safetensors/duplicate-key.ts';

describe('duplicateKey', () => {
  it('finds a key that stands twice in one object, however it is spelled', () => {
    expect(duplicateKey('{"a": 1, "b": {"x": [1, {"a": 2}]}, "\\u0061": 3}')).toBe('a');
    expect(duplicateKey('{"a": {"b": 1, "b": 2}}')).toBe('b');
  });

  it('finds none where equal keys lie in different objects, or are values', () => {
    expect(duplicateKey('{"a": {"a": "a"}, "b": ["b", "b", {"a": 1}, {"a": 2}], "c": ":"}')).toBeUndefined();
    expect(duplicateKey('{"a\\"b": 1, "a": "{\\"a\\": 1}"}')).toBeUndefined();
  });
});
