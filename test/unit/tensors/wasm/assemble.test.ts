import { describe, expect, it } from 'vitest';
import { assemble, instruction, vectors } from '../../../../src/tensors/wasm/assemble.ts';

const { constant, get, set, tee, add, subtract, repeat } = instruction;
const { zeros, loadVector, storeVector, shuffle, loadAsDoubles, multiply, advance, countDown } = instruction;
const { loadEverywhere, addVectors, multiplyVectors, multiplyAdd } = vectors.float64;

function run(body: number[], parameters: number[], integers = 1, locals = 1): Float64Array {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = new Float64Array(memory.buffer);
  numbers.set([1, 2, 3, 4, 5, 6, 7, 8]);
  const module = new WebAssembly.Module(
    assemble({ parameters: parameters.length, integers, vectors: locals, body }),
  );
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  (exports.run as (...values: number[]) => void)(...parameters);
  return numbers;
}

describe('assemble', () => {
  it('makes a module that works on pairs of numbers in memory', () => {
    const sum = [...get(0), ...get(0), ...loadVector(16), ...get(0), ...loadEverywhere(0), ...addVectors()];
    expect([...run([...sum, ...storeVector(32)], [8])]).toEqual(
      expect.arrayContaining([1, 2, 3, 4, 5, 4 + 2, 5 + 2, 8]),
    );
  });

  it('multiplies and adds', () => {
    const factors = [...get(0), ...loadVector(0), ...get(0), ...loadVector(16), ...zeros(), ...multiplyAdd()];
    expect([...run([...get(0), ...factors, ...storeVector(0)], [0]).subarray(0, 3)]).toEqual([3, 8, 3]);
  });

  it('takes numbers out of two vectors', () => {
    const both = [...get(0), ...loadVector(0), ...get(0), ...loadVector(16)];
    const one = [...get(0), ...both, ...shuffle([3, 0], 8), ...storeVector(32)];
    const other = [...get(0), ...both, ...shuffle([1, 2], 8), ...storeVector(48)];
    expect([...run([...one, ...other], [0]).subarray(0, 8)]).toEqual([1, 2, 3, 4, 4, 1, 2, 3]);
  });

  it('multiplies vectors and integers', () => {
    const square = [...get(0), ...loadVector(0), ...get(0), ...loadVector(0), ...multiplyVectors()];
    const address = [...get(0), ...constant(3), ...multiply()];
    expect([...run([...address, ...square, ...storeVector(0)], [16]).subarray(4, 9)]).toEqual([
      5, 6, 9, 16, 0,
    ]);
  });

  it('reads numbers of float32 as float64', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Float32Array(memory.buffer).set([0, 0.1, -3, 9]);
    const body = [...get(0), ...get(0), ...loadAsDoubles(4), ...storeVector(16)];
    const module = new WebAssembly.Module(assemble({ parameters: 1, integers: 1, vectors: 1, body }));
    const { exports } = new WebAssembly.Instance(module, { host: { memory } });
    (exports.run as (address: number) => void)(0);
    expect([...new Float64Array(memory.buffer, 16, 2)]).toEqual([Math.fround(0.1), -3]);
  });

  it('counts down and goes ahead by known numbers', () => {
    const [address, left, pair] = [0, 1, 2];
    const write = [...zeros(), ...set(pair), ...get(address), ...get(pair), ...storeVector(0)];
    const body = repeat(write, advance(address, 16), countDown(left, 2));
    expect([...run(body, [0, 6], 0).subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 7, 8]);
  });

  it('does the same with four numbers of float32', () => {
    const single = vectors.float32;
    const memory = new WebAssembly.Memory({ initial: 1 });
    const numbers = new Float32Array(memory.buffer);
    numbers.set([1, 2, 3, 4, 10, 20, 30, 40]);
    const twice = [...get(0), ...single.loadEverywhere(4), ...get(0), ...loadVector(16)];
    const sum = [...twice, ...get(0), ...loadVector(0), ...single.multiplyAdd()];
    const body = [...get(0), ...sum, ...get(0), ...loadVector(0), ...single.addVectors(), ...storeVector(32)];
    const module = new WebAssembly.Module(assemble({ parameters: 1, integers: 1, vectors: 1, body }));
    const { exports } = new WebAssembly.Instance(module, { host: { memory } });
    (exports.run as (address: number) => void)(0);
    expect([...numbers.subarray(8, 12)]).toEqual([22, 44, 66, 88]);
  });

  it('repeats a body until it leaves 0', () => {
    const [address, left, pair] = [0, 1, 2];
    const write = [...zeros(), ...set(pair), ...get(address), ...get(pair), ...storeVector(0)];
    const body = repeat(
      write,
      [...get(address), ...constant(16), ...add(), ...set(address)],
      [...get(left), ...constant(1), ...subtract(), ...tee(left)],
    );
    expect([...run(body, [0, 3], 0).subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 7, 8]);
  });

  it.each([0, 63, 64, 127, 128, 8191, 8192, 65_520])('encodes the number %i', (offset) => {
    const fromStart = [...get(0), ...loadVector(0)];
    const constantAddress = run([...constant(offset - (offset % 8)), ...fromStart, ...storeVector(0)], [0]);
    const place = (offset - (offset % 8)) / 8;
    expect([...constantAddress.subarray(place, place + 2)]).toEqual([1, 2]);
  });
});
