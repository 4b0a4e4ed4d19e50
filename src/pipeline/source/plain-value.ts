import type * as Yaml from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { JsonValue } from '../values/json.ts';
import { PLAIN, scalarProblem, type ValueFault, type ValueProblem } from './scalar-problem.ts';
import { tagStart } from './tag-start.ts';

/** A document as JSON. */
export interface PlainValue {
  value: JsonValue;
  faults: ValueFault[];
  /** Where null stands in the place of a value that is a fault: keys and positions from the top. */
  replaced: string[][];
  /** Alias → what it stands for. */
  targets: ReadonlyMap<Node, Node>;
}

/** Deeper values would end in a stack overflow somewhere on the way. */
const DEEPEST = 100;

/** So much may stand behind the aliases of a text together. A few lines of aliases of aliases stand for billions of values. */
const MOST_REPEATED = 1_000_000;

const TAGS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  'tag:yaml.org,2002:set': ['a set', 'write a list'],
  'tag:yaml.org,2002:omap': ['an ordered map', 'write a map: maps keep their order'],
  'tag:yaml.org,2002:pairs': ['a list of pairs', 'write a list of maps'],
};

/** Turns a YAML document into what JSON can say, which is what keys are made of; everything else is a fault at its place. */
export function plainValue(
  yaml: typeof Yaml,
  document: Document.Parsed,
  text: string,
  place: readonly string[],
): PlainValue {
  return new Converter(yaml, text, place).convert(document.contents);
}

/** What an alias stands for. */
interface Anchored {
  value: JsonValue;
  /** How many values it is, aliases in it followed. */
  count: number;
  /** How many maps and lists lie in each other. */
  height: number;
  /** Where in it null stands in the place of a fault. */
  replaced: string[][];
}

class Converter {
  readonly #yaml: typeof Yaml;
  readonly #text: string;
  readonly #faults: ValueFault[] = [];
  readonly #replaced: string[][] = [];
  /** The node that a name stands for at the present place. */
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Node, Node>();
  readonly #anchored = new Map<Node, Anchored>();
  readonly #path: string[];
  /** How many maps and lists are around the present node. */
  #depth = 0;
  #deepest = 0;
  /** How many values there are so far, and how many of them stand behind aliases. */
  #count = 0;
  #repeated = 0;

  constructor(yaml: typeof Yaml, text: string, place: readonly string[]) {
    this.#yaml = yaml;
    this.#text = text;
    this.#path = [...place];
  }

  convert(root: unknown): PlainValue {
    const value = this.#value(root as Node | null);
    return { value, faults: this.#faults, replaced: this.#replaced, targets: this.#targets };
  }

  #value(node: Node | null): JsonValue {
    this.#count++;
    if (node === null) return null;
    if (this.#yaml.isAlias(node)) return this.#alias(node);
    const { anchor } = node as { anchor?: string };
    if (anchor === undefined) return this.#content(node);
    this.#anchors.set(anchor, node);
    const [count, deepest, replaced] = [this.#count, this.#deepest, this.#replaced.length];
    this.#deepest = this.#depth;
    const value = this.#content(node);
    this.#anchored.set(node, {
      value,
      count: this.#count - count + 1,
      height: this.#deepest - this.#depth,
      replaced: this.#replaced.slice(replaced).map((path) => path.slice(this.#path.length)),
    });
    this.#deepest = Math.max(deepest, this.#deepest);
    return value;
  }

  #content(node: Node): JsonValue {
    if (this.#yaml.isScalar(node)) return this.#scalar(node);
    if (this.#depth >= DEEPEST) return this.#tooDeep(node);
    this.#depth++;
    this.#deepest = Math.max(this.#deepest, this.#depth);
    const value = this.#collection(node);
    this.#depth--;
    return value;
  }

  #tooDeep(node: Node): null {
    return this.#nothing(node, {
      message: `${this.#name()} lies deeper than ${DEEPEST} maps and lists in each other`,
    });
  }

  #collection(node: Node): JsonValue {
    const [what, hint] = TAGS[(node as { tag?: string }).tag ?? ''] ?? [];
    if (what !== undefined) {
      const message = `${this.#name()} is ${what}, which parameters cannot hold`;
      return this.#nothing(node, { message, expected: PLAIN, ...(hint !== undefined && { hint }) });
    }
    if (this.#yaml.isSeq(node))
      return node.items.map((item, index) => this.#inside(String(index), () => this.#value(item as Node)));
    // An object is made from entries, so that a key "__proto__" would be a key.
    return this.#yaml.isMap(node) ? Object.fromEntries(this.#members(node.items)) : null;
  }

  #members(pairs: readonly Pair[]): Map<string, JsonValue> {
    const members = new Map<string, JsonValue>();
    const own = new Set<string>();
    for (const pair of pairs) {
      const value = pair.value as Node | null;
      const key = pair.key as Node | null;
      if (this.#yaml.isScalar(key) && typeof key.value === 'symbol') {
        for (const [name, member] of this.#merged(value, key))
          if (!members.has(name)) members.set(name, member);
        continue;
      }
      const name = this.#key(key);
      if (name === undefined) continue;
      // The parser knows keys that are equal; 1 and "1" are two to it.
      if (own.has(name))
        this.#fault(key, { message: 'the key stands twice in one map', hint: 'remove one of them' });
      own.add(name);
      members.set(
        name,
        this.#inside(name, () => this.#value(value)),
      );
    }
    return members;
  }

  #key(key: Node | null): string | undefined {
    const node = key !== null && this.#yaml.isAlias(key) ? (this.#anchors.get(key.source) ?? key) : key;
    if (this.#yaml.isScalar(key) && key.anchor !== undefined) {
      this.#anchors.set(key.anchor, key);
      this.#anchored.set(key, { value: this.#scalar(key), count: 1, height: 0, replaced: [] });
    }
    const value = this.#yaml.isScalar(node) ? node.value : undefined;
    const kept = typeof value === 'string' || (typeof value === 'number' && String(value) === sourceOf(node));
    if (kept || typeof value === 'boolean') {
      const name = String(value);
      if (name !== '__proto__' && name.isWellFormed()) return name;
      this.#fault(key, {
        message: `the name ${JSON.stringify(name)} is not allowed`,
        hint: 'choose another name',
      });
      return undefined;
    }
    this.#fault(key, { message: `a key of ${this.#name()} is not text`, hint: 'write it in quotes' });
    return undefined;
  }

  /** What `<<` brings into a map: the members of a map, or of several. */
  #merged(value: Node | null, key: Node): [string, JsonValue][] {
    const merged = this.#value(value);
    const maps = Array.isArray(merged) ? merged : [merged];
    return maps.flatMap((map) => {
      if (typeof map === 'object' && map !== null && !Array.isArray(map)) return Object.entries(map);
      if (this.#faults.length === 0)
        this.#fault(value ?? key, {
          message: '"<<" takes a map, or a list of maps',
          hint: 'name an anchor: <<: *NAME',
        });
      return [];
    });
  }

  #alias(alias: Yaml.Alias): JsonValue {
    const node = this.#anchors.get(alias.source);
    const target = node && this.#anchored.get(node);
    if (node !== undefined) this.#targets.set(alias, node);
    if (node === undefined)
      return this.#nothing(alias, {
        message: `there is no anchor "${alias.source}" before this`,
        hint: `write &${alias.source} where the value stands first`,
      });
    if (target === undefined)
      return this.#nothing(alias, {
        message: `the anchor "${alias.source}" holds itself`,
        hint: 'write the value out',
      });
    if (this.#depth + target.height > DEEPEST) return this.#tooDeep(alias);
    this.#deepest = Math.max(this.#deepest, this.#depth + target.height);
    const before = this.#repeated;
    this.#count += target.count - 1;
    this.#repeated += target.count;
    if (this.#repeated > MOST_REPEATED && before <= MOST_REPEATED)
      this.#fault(alias, {
        message: `the aliases stand for more than ${MOST_REPEATED.toLocaleString('en')} values`,
        hint: 'use fewer aliases of aliases',
      });
    if (this.#repeated <= MOST_REPEATED)
      for (const path of target.replaced) this.#replaced.push([...this.#path, ...path]);
    return target.value;
  }

  #scalar(node: Yaml.Scalar): JsonValue {
    const problem = scalarProblem(node.value, sourceOf(node), this.#name());
    return problem === undefined ? (node.value as JsonValue) : this.#nothing(node, problem);
  }

  /** Stands in the place of a value that is a fault. */
  #nothing(node: Node | null, problem: ValueProblem): null {
    this.#fault(node, problem);
    this.#replaced.push([...this.#path]);
    return null;
  }

  #inside<Result>(name: string, work: () => Result): Result {
    this.#path.push(name);
    const result = work();
    this.#path.pop();
    return result;
  }

  #name(): string {
    return this.#path.length === 0 ? 'the value' : this.#path.join('.');
  }

  #fault(node: Node | null, problem: ValueProblem): void {
    const [start, end] = node?.range ?? [0, 0];
    const first = tagStart(this.#text, start);
    this.#faults.push({ start: first, end: Math.max(end, first + 1), ...problem });
  }
}

function sourceOf(node: Node | null): string {
  return (node as { source?: string } | null)?.source ?? '';
}
