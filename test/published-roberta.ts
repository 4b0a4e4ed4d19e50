import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { writeTensors, type StoredTensor } from '../src/tensors/safetensors/safetensors.ts';

const HEAD = 64;

/** Random weights under the names of the published RoBERTa, and what they must give, computed in float64 by plain loops. */
export class PublishedRoberta {
  readonly width: number;
  readonly layers: number;
  readonly #tensors: Record<string, StoredTensor> = {};

  constructor(vocabulary: number, heads: number, layers: number) {
    const width = heads * HEAD;
    this.width = width;
    this.layers = layers;
    const generator = xoroshiro128plus(11);
    const random = (name: string, shape: number[], scale: number, shift = 0): void => {
      const size = shape.reduce((product, length) => product * length, 1);
      const values = Float32Array.from(
        { length: size },
        () => shift + scale * (2 * uniformFloat32(generator) - 1),
      );
      this.#tensors[`roberta.${name}`] = { shape, values };
    };
    const dense = (name: string, inputs: number, outputs: number): void => {
      random(`${name}.weight`, [outputs, inputs], 2 / Math.sqrt(inputs));
      random(`${name}.bias`, [outputs], 0.2);
    };
    const norm = (name: string): void => {
      random(`${name}.weight`, [width], 0.3, 1);
      random(`${name}.bias`, [width], 0.3);
    };
    random('embeddings.word_embeddings.weight', [vocabulary, width], 1);
    random('embeddings.position_embeddings.weight', [40, width], 1);
    random('embeddings.token_type_embeddings.weight', [1, width], 1);
    norm('embeddings.LayerNorm');
    for (let layer = 0; layer < layers; layer++) {
      const prefix = `encoder.layer.${layer}`;
      for (const part of ['query', 'key', 'value']) dense(`${prefix}.attention.self.${part}`, width, width);
      dense(`${prefix}.attention.output.dense`, width, width);
      norm(`${prefix}.attention.output.LayerNorm`);
      dense(`${prefix}.intermediate.dense`, width, 3 * width);
      dense(`${prefix}.output.dense`, 3 * width, width);
      norm(`${prefix}.output.LayerNorm`);
    }
  }

  /** Writes `model.safetensors`. */
  write(folder: string, without?: string): void {
    const tensors = Object.fromEntries(Object.entries(this.#tensors).filter(([name]) => name !== without));
    writeTensors(join(folder, 'model.safetensors'), tensors);
  }

  /** Rounds all weights to half precision (F16 or BF16) and writes them so, under the same names. */
  writeHalves(folder: string, type: 'F16' | 'BF16'): void {
    const entries: Record<string, unknown> = {};
    const parts: Buffer[] = [];
    let start = 0;
    for (const [name, tensor] of Object.entries(this.#tensors)) {
      const values = tensor.values as Float32Array;
      const codes = Uint16Array.from(values, (value) => halfCode(value, type));
      for (const [index, code] of codes.entries()) values[index] = halfValue(code, type);
      const end = start + 2 * values.length;
      entries[name] = { dtype: type, shape: tensor.shape, data_offsets: [start, end] };
      parts.push(Buffer.from(codes.buffer));
      start = end;
    }
    const header = Buffer.from(JSON.stringify(entries));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([length, header, ...parts]));
  }

  /** The last hidden states of one sequence, `<s>` and `</s>` included: [tokens][width]. */
  hiddenStates(ids: readonly number[]): number[][] {
    let states = ids.map((id, place) =>
      this.#normalize(
        'embeddings.LayerNorm',
        Array.from(
          { length: this.width },
          (_, k) =>
            this.#at('embeddings.word_embeddings.weight', id * this.width + k) +
            this.#at('embeddings.position_embeddings.weight', (place + 2) * this.width + k) +
            this.#at('embeddings.token_type_embeddings.weight', k),
        ),
      ),
    );
    for (let layer = 0; layer < this.layers; layer++) states = this.#layer(`encoder.layer.${layer}`, states);
    return states;
  }

  #layer(prefix: string, states: number[][]): number[][] {
    const [queries, keys, values] = ['query', 'key', 'value'].map((part) =>
      states.map((state) => this.#dense(`${prefix}.attention.self.${part}`, state)),
    );
    return states.map((state, place) => {
      const context = Array.from({ length: this.width }, (_, k) => {
        const head = Math.floor(k / HEAD) * HEAD;
        const scores = keys!.map((key) => {
          let sum = 0;
          for (let i = head; i < head + HEAD; i++) sum += queries![place]![i]! * key[i]!;
          return Math.exp(sum / 8);
        });
        const total = scores.reduce((sum, score) => sum + score);
        return values!.reduce((sum, value, j) => sum + (scores[j]! / total) * value[k]!, 0);
      });
      const attended = this.#dense(`${prefix}.attention.output.dense`, context);
      const middle = this.#normalize(`${prefix}.attention.output.LayerNorm`, sum(attended, state));
      const wide = this.#dense(`${prefix}.intermediate.dense`, middle).map(gelu);
      const output = this.#dense(`${prefix}.output.dense`, wide);
      return this.#normalize(`${prefix}.output.LayerNorm`, sum(output, middle));
    });
  }

  #dense(name: string, state: number[]): number[] {
    const { values: weights } = this.#tensors[`roberta.${name}.weight`]!;
    const { values: bias } = this.#tensors[`roberta.${name}.bias`]!;
    return Array.from(bias as Float32Array, (value, row) => {
      let total = value;
      for (const [k, entry] of state.entries())
        total += entry * (weights as Float32Array)[row * state.length + k]!;
      return total;
    });
  }

  #normalize(name: string, state: number[]): number[] {
    const mean = state.reduce((total, value) => total + value) / state.length;
    const variance = state.reduce((total, value) => total + (value - mean) ** 2, 0) / state.length;
    return state.map(
      (value, k) =>
        ((value - mean) / Math.sqrt(variance + 1e-5)) * this.#at(`${name}.weight`, k) +
        this.#at(`${name}.bias`, k),
    );
  }

  #at(name: string, index: number): number {
    return Number(this.#tensors[`roberta.${name}`]!.values[index]!);
  }
}

/** Cuts a float32 to half precision; these weights are of order 1, so neither subnormal nor infinite. */
function halfCode(value: number, type: 'F16' | 'BF16'): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  if (type === 'BF16') return bits >>> 16;
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  return exponent < 1 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}

function halfValue(code: number, type: 'F16' | 'BF16'): number {
  if (type === 'BF16') return new Float32Array(Uint32Array.of(code << 16).buffer)[0]!;
  if (code === 0) return 0;
  return (code & 0x8000 ? -1 : 1) * 2 ** (((code >> 10) & 0x1f) - 15) * (1 + (code & 0x3ff) / 1024);
}

function sum(a: number[], b: number[]): number[] {
  return a.map((value, k) => value + b[k]!);
}

/** s Φ(s), with the error function summed as its power series. */
function gelu(s: number): number {
  if (Math.abs(s) > 6) return s > 0 ? s : 0;
  const x = s / Math.SQRT2;
  let term = x;
  let total = x;
  for (let n = 1; n < 120; n++) {
    term *= -(x * x) / n;
    total += term / (2 * n + 1);
  }
  return 0.5 * s * (1 + (2 / Math.sqrt(Math.PI)) * total);
}
