export { architecture, layerBlocks, parameterCount } from './network/architecture.ts';
export type { Architecture, LayerBlock } from './network/architecture.ts';
export { blockProduct } from './network/block-product.ts';
export type { BlockProduct, CurvatureMatrix } from './network/block-product.ts';
export { evaluateCriterion, multiplyCriterionHessian } from './network/criterion.ts';
export type { Criterion, OutputDerivatives } from './network/criterion.ts';
export { allocateForward, forward } from './network/forward.ts';
export type { ForwardPass } from './network/forward.ts';
export { initialize } from './network/initialize.ts';
export { lowestLoss } from './network/lowest-loss.ts';
export { lossHessian } from './network/loss-hessian.ts';
export type { Hessian, SingleHessian } from './network/loss-hessian.ts';
export type { Initialization } from './network/initialize.ts';
export { trainingLoss } from './network/training-loss.ts';
export type { Linearization, TrainingLoss, TrainingProblem } from './network/training-loss.ts';
export { createRandom, resumeRandom } from './random.ts';
export type { Random, RandomState } from './random.ts';
export { ConvergenceError } from './convergence-error.ts';
export { exponentialEuler } from './dynamics/exponential-euler/exponential-euler.ts';
export type { ExponentialEulerSettings } from './dynamics/exponential-euler/exponential-euler-settings.ts';
export { startExponentialEuler } from './dynamics/exponential-euler/exponential-euler-state.ts';
export type { ExponentialEulerState } from './dynamics/exponential-euler/exponential-euler-state.ts';
export { gradientDescent } from './dynamics/gradient-descent/gradient-descent.ts';
export type { GradientDescentSettings } from './dynamics/gradient-descent/gradient-descent.ts';
export { startGradientDescent } from './dynamics/gradient-descent/gradient-descent-state.ts';
export type { GradientDescentState } from './dynamics/gradient-descent/gradient-descent-state.ts';
export type { IterationRecord, TrainingStep } from './dynamics/training-step.ts';
export { auditEigenpairs } from './eigen/audit.ts';
export { eigenSolver } from './eigen/eigen-solver.ts';
export type { EigenSolver } from './eigen/eigen-solver.ts';
export type { EigenSettings, TopEigenpairs } from './eigen/eigenpairs.ts';
export { compressInputs, compressWeight, restoreWeight } from './network/compress-inputs.ts';
export type { CompressedInputs } from './network/compress-inputs.ts';
export { startTraining } from './dynamics/start-training.ts';
export type { SolverChoice, SolverState, TrainingStart } from './dynamics/start-training.ts';
export { prepareTraining } from './network/prepare-training.ts';
export type { PreparedTraining, TrainingRequest } from './network/prepare-training.ts';
export { lanczosEnds } from './decomposition/lanczos-ends.ts';
export type { EndsRequest } from './decomposition/lanczos-ends.ts';
export { InvariantError } from './decomposition/invariants.ts';
export type { AlignmentPicture } from './decomposition/picture/alignment-picture.ts';
export { snapshotAnalyzer } from './decomposition/snapshot-analyzer.ts';
export type {
  AnalysisAccuracy,
  SnapshotAnalyzer,
  SnapshotQuantities,
} from './decomposition/snapshot-analyzer.ts';
export { parallelAnalyzers } from './decomposition/threads/parallel-analyzers.ts';
export type { ParallelAnalyzers } from './decomposition/threads/parallel-analyzers.ts';
export type { SampleNorms } from './decomposition/sample-norms.ts';
export { symmetricEigen, symmetricEigenvalues } from './linalg/symmetric-eigen.ts';
export type { SymmetricEigen } from './linalg/symmetric-eigen.ts';
export { bootstrapPowerLaw } from './statistics/bootstrap.ts';
export type {
  BandPoint,
  Interval,
  PowerLawBootstrap,
  PowerLawIntervals,
  SeededPoint,
} from './statistics/bootstrap.ts';
export { counterfactualSharpness, edgeOfStability, stableLearningRate } from './statistics/counterfactual.ts';
export type { AlignmentState } from './statistics/counterfactual.ts';
export { fitPowerLaw, powerLawObstacle } from './statistics/power-law.ts';
export type { PowerLawParameters, PowerLawPoint } from './statistics/power-law.ts';
export { changeOverTraining, peakOverTraining } from './statistics/training-series.ts';
export { afterTransient, endOfTransient } from './statistics/transient.ts';
export { crossCheck } from './cross-check.ts';
export type { CrossCheck, CrossCheckRow } from './cross-check.ts';
export type { FlowPoint, GradientFlow } from './dynamics/flow/gradient-flow.ts';
export { integrateFlow } from './dynamics/flow/integrate-flow.ts';
export type { FlowSettings } from './dynamics/flow/integrate-flow.ts';
export type { FlowStart, FlowState } from './dynamics/flow/flow-state.ts';
export type { FlowRecord, FlowStep } from './dynamics/flow/flow-step.ts';
export { dormandPrince } from './dynamics/runge-kutta/dormand-prince.ts';
export { stabilizedRk } from './dynamics/runge-kutta/stabilized-rk.ts';
export type { StepMethod, StepMethodState } from './dynamics/runge-kutta/step-method.ts';
export { trainingFlow } from './dynamics/flow/training-flow.ts';
export type { SpectrumEnd } from './decomposition/lanczos-ends.ts';
export type { AnalysisAudit, SnapshotAnalysisResult } from './decomposition/snapshot-analyzer.ts';
export type { DormandPrinceSettings, StabilizedRkSettings } from './dynamics/flow/gradient-flow-training.ts';
export type { ErrorControl } from './dynamics/runge-kutta/error-control.ts';
export type { AcceptedStep, Curvature } from './dynamics/runge-kutta/step-method.ts';
export type { Audit } from './eigen/audit.ts';
export type { AuditedEigenpairs } from './eigen/eigenpairs.ts';
export type { TangentSource } from './network/training-loss.ts';
export type { Seeded } from './statistics/seed-clusters.ts';
export type { AtIteration } from './statistics/transient.ts';
export { matrix } from '../tensors/matrix.ts';
export type { Matrix, Numbers } from '../tensors/matrix.ts';
export { openBackend } from '../tensors/open-backend.ts';
export type { BackendName } from '../tensors/open-backend.ts';
export type { Backend, GemmOptions, Ops } from '../tensors/ops.ts';
