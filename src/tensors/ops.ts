import type { Matrix, Numbers } from './matrix.ts';

/** How a product is formed: c ← alpha · op(a) · op(b) + beta · c. */
export interface GemmOptions {
  /** op(a) = aᵀ. Default false. */
  readonly transposeA?: boolean;
  /** op(b) = bᵀ. Default false. */
  readonly transposeB?: boolean;
  /** Factor of the product. Default 1. */
  readonly alpha?: number;
  /** 1 adds the product to `c`, 0 overwrites `c`. Default 0. */
  readonly beta?: 0 | 1;
}

/** Which program multiplies the matrices, for `doctor`, provenance and error messages. */
export interface Backend {
  /** For example `OpenBLAS` or `WebAssembly`. */
  readonly name: string;
  /** File that was loaded, or the package and its version. */
  readonly library: string;
  readonly precision: 'float64' | 'float32';
  readonly threads: number;
  /** Libraries that were found and not used, each with the reason. */
  readonly refused: readonly string[];
}

/**
 * The operations that the numerics are written in.
 *
 * Matrices are row-major. Operations that fill a matrix may be queued by a backend; whatever brings a number back to
 * JavaScript is asynchronous. σ is ELU with α = 1, and x = σ(x̂) determines its derivatives: σ' = min(1, 1 + x),
 * σ'' = 0 where x > 0, else 1 + x. So no derivative is ever stored.
 */
export interface Ops<Data extends Numbers = Float64Array> {
  readonly backend: Backend;
  /** The same operations on float32 memory, about twice as fast; absent where a backend has none. */
  readonly single?: Ops<Float32Array>;

  /** Memory for `count` numbers, all zero. */
  allocate(count: number): Data;

  /**
   * c ← alpha · op(a) · op(b) + beta · c.
   *
   * @throws RangeError when the shapes do not fit
   */
  gemm(a: Matrix<Data>, b: Matrix<Data>, c: Matrix<Data>, options?: GemmOptions): Promise<void>;

  /** Fills every row of `target` [n, m] with `row` [m]. */
  fillRows(target: Matrix<Data>, row: Data): void;
  /** target[j] ← Σ_r source[r, j], the gradient of a bias. */
  columnSums(source: Matrix<Data>, target: Data): void;

  /** x ← σ(x̂), in place. */
  elu(x: Matrix<Data>): void;
  /** Rx ← σ'(x̂) ∘ Rx̂, in place: the tangent of ELU. */
  eluTangent(x: Matrix<Data>, rx: Matrix<Data>): void;
  /** δ ← u ∘ σ'(x̂): one step back through ELU. */
  eluBackward(x: Matrix<Data>, u: Matrix<Data>, delta: Matrix<Data>): void;
  /** Rδ ← Rδ ∘ σ' + u ∘ σ'' ∘ Rx̂, in place, with σ'' ∘ Rx̂ taken from Rx = σ' ∘ Rx̂. */
  eluTangentBackward(x: Matrix<Data>, u: Matrix<Data>, rx: Matrix<Data>, rdelta: Matrix<Data>): void;

  /** y ← y + alpha · x. */
  axpy(alpha: number, x: Data, y: Data): void;
  /** x ← alpha · x. */
  scale(alpha: number, x: Data): void;
  /** xᵀy. */
  dot(x: Data, y: Data): Promise<number>;
}
