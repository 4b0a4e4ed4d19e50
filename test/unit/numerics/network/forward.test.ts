import { describe, expect, it } from 'vitest';
import { layerBlocks } from '../../../../src/numerics/network/architecture.ts';
import { allocateForward, forward } from '../../../../src/numerics/network/forward.ts';
import { matrix } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

describe('forward', () => {
  it('applies ELU after every layer but the last', async () => {
    const network = { widths: [2, 2, 1] };
    const inputs = matrix(Float64Array.of(1, 2, -1, 0), 2, 2);
    // A^1 = [[1, -1], [0, 1]], b^1 = (0, -2), A^2 = (2, 3)ᵀ, b^2 = 0.5
    const layers = layerBlocks(network, Float64Array.of(1, -1, 0, 1, 0, -2, 2, 3, 0.5));
    const pass = await forward(await openBlas(), layers, allocateForward(network, inputs));
    expect(pass.activations[0]).toBe(inputs);
    const hidden = [1, Math.expm1(-1), Math.expm1(-1), Math.expm1(-1)];
    expect([...pass.activations[1]!.data]).toEqual(hidden);
    expect(pass.outputs.data[0]).toBeCloseTo(2 * hidden[0]! + 3 * hidden[1]! + 0.5, 15);
    expect(pass.outputs.data[1]).toBeCloseTo(2 * hidden[2]! + 3 * hidden[3]! + 0.5, 15);
  });
});
