import type { Instance, Plan } from '../src/pipeline/plan/plan.ts';

/** A plan from `id → ids and files it needs`; `train[seed=1]` belongs to the stage `train`. */
export function planOf(needs: Readonly<Record<string, readonly string[]>>): Plan {
  const instances = Object.entries(needs).map(([id, needed]): Instance => {
    const [, stage, axes] = /^([^[]+)(?:\[(.*)\])?$/.exec(id)!;
    const ids = needed.filter((name) => !name.startsWith('/'));
    const files = needed.filter((name) => name.startsWith('/'));
    return {
      id,
      stage: stage!,
      coordinates: Object.fromEntries(
        (axes ?? '')
          .split(',')
          .filter(Boolean)
          .map((pair) => pair.split('=') as [string, string]),
      ),
      work: { kind: 'run', command: 'true', outputs: [] },
      params: {},
      needs: {
        ...(ids.length > 0 ? { inputs: { kind: 'instances', ids, many: true } } : {}),
        ...Object.fromEntries(
          files.map((path, index) => [`file${index}`, { kind: 'file', path, name: path }]),
        ),
      },
      env: [],
      threads: 1,
      retries: 0,
      temporary: false,
      location: { file: 'pipeline.yaml', line: 1, column: 1 },
    };
  });
  return {
    title: 'Example <1>',
    root: '/project',
    instances,
    stages: [...new Set(instances.map(({ stage }) => stage))],
    profile: 'none',
  };
}
