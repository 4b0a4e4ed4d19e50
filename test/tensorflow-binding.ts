/** A tensor of the stand-in. */
interface Stored {
  readonly shape: number[];
  readonly dtype: number;
  readonly data: Float32Array | Int32Array | Uint8Array;
}

interface Attribute {
  readonly name: string;
  readonly value: unknown;
}

type Kernel = (inputs: Stored[], attributes: Map<string, unknown>) => Stored;

const constants = {
  TF_FLOAT: 1,
  TF_INT32: 3,
  TF_UINT8: 4,
  TF_STRING: 7,
  TF_COMPLEX64: 8,
  TF_INT64: 9,
  TF_BOOL: 10,
  TF_RESOURCE: 20,
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
  TF_ATTR_RESOURCE: 6,
};

/**
 * A stand-in for `tfjs_binding.node`, the native part of @tensorflow/tfjs-node: the operations of libtensorflow that the
 * backend uses, in float32 by plain loops.
 */
export class TensorFlowBinding {
  readonly #tensors = new Map<number, Stored>();
  #next = 0;
  /** Names of the operations that were run. */
  readonly executed = new Set<string>();
  readonly TF_Version = '2.9.1';

  constructor() {
    Object.assign(this, constants);
  }

  isUsingGpuDevice(): boolean {
    return false;
  }

  createTensor(shape: number[], dtype: number, data: Stored['data']): number {
    this.#tensors.set(this.#next, { shape, dtype, data });
    return this.#next++;
  }

  deleteTensor(id: number): void {
    this.#tensors.delete(id);
  }

  tensorDataSync(id: number): Stored['data'] {
    return this.#tensors.get(id)!.data;
  }

  executeOp(name: string, attributes: Attribute[], inputs: number[]): object[] {
    const kernel = kernels[name];
    if (kernel === undefined) throw new Error(`the stand-in has no operation ${name}`);
    this.executed.add(name);
    const { shape, dtype, data } = kernel(
      inputs.map((id) => this.#tensors.get(id)!),
      new Map(attributes.map(({ name: key, value }) => [key, value])),
    );
    return [{ id: this.createTensor(shape, dtype, data), shape, dtype }];
  }
}

const kernels: Record<string, Kernel> = {
  BatchMatMulV2: ([a, b], attributes) => product(a!, b!, attributes),
  Mul: elementwise((x, y) => x * y),
  Add: elementwise((x, y) => x + y),
  Minimum: elementwise(Math.min),
  LessEqual: (inputs) => ({ ...elementwise((x, y) => Number(x <= y))(inputs, new Map()), dtype: 10 }),
  Elu: ([x]) => ({ ...x!, data: x!.data.map((value) => (value > 0 ? value : Math.expm1(value))) }),
  Cast: ([x], attributes) => ({
    ...x!,
    dtype: attributes.get('DstT') as number,
    data: Float32Array.from(x!.data),
  }),
  Sum: ([x, axes]) => sum(x!, [...axes!.data]),
};

function elementwise(combine: (x: number, y: number) => number): Kernel {
  return ([a, b]) => {
    const [longer] = [a!, b!].sort((one, other) => other.data.length - one.data.length);
    const at = (x: Stored, index: number) => x.data[x.data.length === 1 ? 0 : index]!;
    const data = Float32Array.from(longer!.data, (_, index) => combine(at(a!, index), at(b!, index)));
    return { ...longer!, data };
  };
}

function product(a: Stored, b: Stored, attributes: Map<string, unknown>): Stored {
  const flipA = Boolean(attributes.get('adj_x'));
  const flipB = Boolean(attributes.get('adj_y'));
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k, n] = [flipA ? columnsA : rowsA, flipA ? rowsA : columnsA, flipB ? rowsB : columnsB];
  const data = new Float32Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let p = 0; p < k; p++) {
        const left = a.data[flipA ? p * columnsA + i : i * columnsA + p]!;
        data[i * n + j]! += left * b.data[flipB ? j * columnsB + p : p * columnsB + j]!;
      }
  return { shape: [...a.shape.slice(0, -2), m, n], dtype: a.dtype, data };
}

/** Over the first axis of a matrix, which is all that is asked for. */
function sum({ shape, dtype, data }: Stored, axes: number[]): Stored {
  if (shape.length !== 2 || axes.join() !== '0') throw new Error(`the stand-in sums no axes ${axes.join()}`);
  const columns = shape[1]!;
  const total = new Float32Array(columns);
  for (const [index, value] of data.entries()) total[index % columns]! += value;
  return { shape: [columns], dtype, data: total };
}
