import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { ReferenceFault } from '../../../../src/pipeline/faults/reference-fault.ts';

describe('FaultList', () => {
  it('keeps the same fault of many instances once, and counts all of them', () => {
    const faults = new FaultList();
    for (let instance = 0; instance < 3; instance++) faults.at(['stages', 'a'], 'wrong');
    faults.at(['stages', 'b'], 'wrong');
    expect(faults.faults).toHaveLength(2);
    expect(faults.count).toBe(4);
  });

  it('turns a reference that leads nowhere into a fault at its place', () => {
    const faults = new FaultList();
    const result = faults.guard(['params', 'a'], (): string => {
      throw new ReferenceFault('${{ params.x }}', 'params has no key "x"', 'there are: y');
    });
    expect(result).toBeUndefined();
    expect(faults.faults).toEqual([
      {
        place: { kind: 'config', path: ['params', 'a'], part: 'value', text: '${{ params.x }}' },
        message: 'params has no key "x"',
        hint: 'there are: y',
      },
    ]);
  });

  it('lets other errors through', () => {
    const faults = new FaultList();
    expect(() => {
      faults.guard([], () => {
        throw new TypeError('a defect');
      });
    }).toThrow(new TypeError('a defect'));
  });
});
