import { describe, expect, it } from 'vitest';
import { checkPixels } from '../../../../../src/datasets/import/images/decoded-image.ts';

describe('checkPixels', () => {
  it('lets an image be that can be decoded', () => {
    expect(() => {
      checkPixels(11_585, 11_585);
    }).not.toThrow();
  });

  it('refuses one of more pixels than memory is for, and says how many', () => {
    expect(() => {
      checkPixels(50_000, 50_000);
    }).toThrow(new Error('it has 50000 × 50000 pixels, expected at most 134217728: scale it down'));
  });
});
