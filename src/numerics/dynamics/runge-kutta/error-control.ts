import { ConvergenceError } from '../../convergence-error.ts';
import type { FlowPoint } from '../flow/gradient-flow.ts';
import type { StepWorkspace } from './step-workspace.ts';

/** How large the local error of a step may be. */
export interface ErrorControl {
  /** Largest local error ‖Est‖₂ of a step, as a part of `errorScale`. */
  readonly tolerance: number;
  /** A norm of the parameters that errors are measured against; it stays the same during a run. */
  readonly errorScale: number;
}

/** An attempt at a step, which is accepted or rejected. */
export interface StepAttempt {
  /** θ_{n+1} with loss and gradient. */
  readonly next: FlowPoint;
  /** Δt, at most what was wanted. */
  readonly stepSize: number;
  /** ‖Est‖₂ as a part of what is allowed. */
  readonly error: number;
}

/** A step that is to be tried, and how. */
export interface StepTrial<Attempt extends StepAttempt> {
  /** Name of the method in messages. */
  readonly method: string;
  readonly workspace: Pick<StepWorkspace, 'radius'>;
  /** θ_n. */
  readonly from: FlowPoint;
  /** Δt of the first attempt. */
  readonly first: number;
  /** Tries a step of at most this Δt. */
  attempt(wanted: number): Promise<Attempt>;
  /** The factor of Δt that an error allows. */
  factor(error: number): number;
  /** Rise of the loss that is none, besides its own rounding. */
  rounding?(): number;
  /** What follows a rise of the loss, before the next attempt. */
  risen?(next: FlowPoint): Promise<void>;
}

const rejectionLimit = 30;
/** A rise of the loss within its own rounding is none. */
const lossRounding = 1e-13;

/**
 * Largest ‖Est‖₂ of a step.
 * @throws {RangeError} when tolerance or scale are not positive
 */
export function allowedError(method: string, { tolerance, errorScale }: ErrorControl): number {
  const allowed = tolerance * errorScale;
  if (!(tolerance > 0 && errorScale > 0 && Number.isFinite(allowed)))
    throw new RangeError(
      `${method}: tolerance and errorScale must be positive, received ${tolerance} and ${errorScale}`,
    );
  return allowed;
}

/**
 * Tries a step with ever smaller Δt until it is accepted. It is rejected when e > 1, when the loss rises (along the flow it cannot), or when
 * either is not finite; the next attempt has half of its Δt or less.
 *
 * @returns the attempt that was accepted, the Δt that it was asked for, and how many were rejected before
 * @throws {ConvergenceError} after 31 rejections in a row
 */
export async function acceptedAttempt<Attempt extends StepAttempt>(
  trial: StepTrial<Attempt>,
): Promise<{ accepted: Attempt; wanted: number; rejected: number }> {
  const { method, workspace, from, first } = trial;
  let wanted = first;
  for (let rejected = 0; rejected <= rejectionLimit; rejected++) {
    const attempt = await trial.attempt(wanted);
    const { next, stepSize, error } = attempt;
    const rounding = lossRounding * Math.abs(from.loss) + (trial.rounding?.() ?? 0);
    const risen = !(next.loss <= from.loss + rounding);
    if (!risen && error <= 1) return { accepted: attempt, wanted, rejected };
    if (risen) await trial.risen?.(next);
    wanted = stepSize * (error > 1 ? Math.min(0.5, trial.factor(error)) : 0.5);
  }
  throw new ConvergenceError(
    `${method}: ${rejectionLimit + 1} steps in a row were rejected, the next would have Δt = ${wanted.toExponential(3)}; ` +
      `loss ${from.loss}, spectral radius ${workspace.radius.toPrecision(6)}. ` +
      'The gradient may not be finite, or the tolerance below what rounding allows: check the inputs, or raise solver.errorTolerance.',
  );
}
