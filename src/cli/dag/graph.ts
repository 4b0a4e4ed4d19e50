import { relative } from 'node:path';
import type { Instance, Plan } from '../../pipeline/plan/plan.ts';

/** A box of the picture: a stage with all its instances, one instance, or a project file. */
export interface DagNode {
  id: string;
  kind: 'stage' | 'instance' | 'file';
  /** Instances in the box. */
  count: number;
  /** Axis → how many different values. */
  axes: Record<string, number>;
}

/** An arrow: what `to` needs. */
interface GraphEdge {
  from: string;
  to: string;
}

/** What there is to draw, in topological order. */
export interface Graph {
  title: string;
  nodes: DagNode[];
  edges: GraphEdge[];
}

/** The graph of a plan: matrix stages as one box each, or every instance with `full`. */
export function graphOf(plan: Plan, instances: readonly Instance[], full: boolean): Graph {
  const nodes = new Map<string, DagNode>();
  const edges = new Map<string, GraphEdge>();
  const values = new Map<string, Set<string>>();
  const name = (instance: Instance): string => (full ? instance.id : instance.stage);
  const stageOf = new Map(plan.instances.map((instance) => [instance.id, name(instance)]));
  for (const instance of instances) {
    const id = name(instance);
    for (const need of Object.values(instance.needs))
      if (need.kind === 'file') {
        const file = relative(plan.root, need.path).startsWith('..')
          ? need.name
          : relative(plan.root, need.path);
        if (!nodes.has(file)) nodes.set(file, { id: file, kind: 'file', count: 1, axes: {} });
        edges.set(`${file}\n${id}`, { from: file, to: id });
      } else
        for (const needed of need.ids) {
          const from = stageOf.get(needed)!;
          edges.set(`${from}\n${id}`, { from, to: id });
        }
    let node = nodes.get(id);
    if (node === undefined)
      nodes.set(id, (node = { id, kind: full ? 'instance' : 'stage', count: 0, axes: {} }));
    node.count++;
    if (full) continue;
    for (const [axis, value] of Object.entries(instance.coordinates)) {
      const key = `${id}\n${axis}`;
      const seen = values.get(key) ?? new Set();
      values.set(key, seen.add(value));
      node.axes[axis] = seen.size;
    }
  }
  return { title: plan.title, nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The text in a box: the name, and for a matrix how many instances on which axes. */
export function nodeLabel({ id, count, axes }: DagNode): string[] {
  const product = Object.entries(axes).map(([axis, size]) => `${axis} ${size}`);
  return product.length === 0 ? [id] : [`${id} ×${count}`, product.join(' × ')];
}
