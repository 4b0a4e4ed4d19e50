import { parse, type Runtime } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

const compiled = new Map<string, Runtime>();

/** Compiles a Vega-Lite specification; figures that differ only in their data share one result. */
export function runtimeOf(spec: TopLevelSpec): Runtime {
  const key = JSON.stringify(spec);
  let runtime = compiled.get(key);
  if (runtime === undefined) {
    runtime = parse(compile(spec).spec);
    compiled.set(key, runtime);
  }
  return runtime;
}
