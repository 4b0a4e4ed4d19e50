import type * as Yaml from 'yaml';
import type { Node, Pair, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { relative } from 'node:path';
import { excerpt, FaultsError, type ConfigPath, type Fault, type LocatedFault } from '../faults/fault.ts';
import type { SourceLocation } from '../faults/error.ts';
import type { ParsedYaml } from './parse-yaml.ts';

/** Start and end offset in the text. */
type Span = readonly [start: number, end: number];

/** The text of pipeline.yaml, parsed with positions when someone asks for them. */
export class PipelineSource {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  #parsed: ParsedYaml | undefined;
  #lines: string[] | undefined;
  /** The members of maps by name: a map of 10,000 stages is not searched 10,000 times. */
  readonly #members = new WeakMap<Node, Map<string, Pair<ParsedNode, ParsedNode | null>>>();

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The YAML document; the parser is loaded only when it is needed, which a run with nothing to do avoids. */
  async parse(): Promise<ParsedYaml> {
    if (this.#parsed === undefined) {
      const { parseYaml } = await import('./parse-yaml.ts');
      this.#parsed = await parseYaml(this.text);
    }
    return this.#parsed;
  }

  /** The file as the user knows it: relative to the working directory where it lies below it. */
  get name(): string {
    const path = relative(process.cwd(), this.file);
    return path.startsWith('..') ? this.file : path;
  }

  /** Line and column of a key or value; of the nearest thing around it where the path leads nowhere. */
  async locate(path: ConfigPath, part: 'key' | 'value'): Promise<SourceLocation> {
    const { span } = await this.#span(path, part);
    return this.#location(span);
  }

  /** Finds every fault's place and throws them together, in the order of the file. */
  async fail(faults: readonly Fault[]): Promise<never> {
    const located = await Promise.all(faults.map((fault) => this.#locateFault(fault)));
    const order = (fault: LocatedFault): number =>
      fault.location === undefined ? -1 : fault.location.line * 1e6 + fault.location.column;
    located.sort((a, b) => order(a) - order(b));
    throw new FaultsError(
      located,
      faults.every((fault) => fault.place.kind === 'argument') ? 'bad-argument' : 'bad-pipeline',
    );
  }

  async #locateFault({ place, ...said }: Fault): Promise<LocatedFault> {
    if (place.kind === 'argument') {
      const column = Math.max(0, place.argument.indexOf(place.text)) + 1;
      return { ...said, excerpt: excerpt(place.argument, column, place.text.length) };
    }
    await this.parse();
    let span: Span;
    if (place.kind === 'span') span = [place.start, place.end];
    else {
      span = (await this.#span(place.path, place.part)).span;
      if (place.text !== undefined) {
        const start = this.text.indexOf(place.text, span[0]);
        if (start >= 0 && start < span[1]) span = [start, start + place.text.length];
      }
    }
    const location = this.#location(span);
    this.#lines ??= this.text.split('\n');
    const line = this.#lines[location.line - 1]?.replace(/\r$/, '') ?? '';
    const firstLine = this.text.slice(span[0], span[1]).split('\n')[0]!.trimEnd();
    return { ...said, location, excerpt: excerpt(line, location.column, firstLine.length, location.line) };
  }

  #location([start]: Span): SourceLocation {
    const { line, col } = this.#parsed!.lines.linePos(Math.min(start, Math.max(0, this.text.length)));
    return { file: this.name, line, column: col };
  }

  /** Walks down as far as the document goes. */
  async #span(path: ConfigPath, part: 'key' | 'value'): Promise<{ span: Span }> {
    const { yaml, document, targets } = await this.parse();
    let node: ParsedNode | null = document.contents;
    let key: Node | undefined;
    for (const step of path) {
      if (yaml.isAlias(node)) node = (targets.get(node) ?? null) as ParsedNode | null;
      if (yaml.isMap(node)) {
        const pair = this.#membersOf(node, yaml).get(String(step));
        if (pair === undefined) return { span: spanOf(key ?? node) };
        key = pair.key;
        node = pair.value;
      } else if (yaml.isSeq(node)) {
        const item = node.items[Number(step)];
        if (item === undefined) return { span: spanOf(key ?? node) };
        key = undefined;
        node = item;
      } else return { span: spanOf(node ?? key) };
    }
    // A value that is not written at all is shown by its key.
    const written = node?.range !== undefined && node.range[1] > node.range[0];
    return { span: spanOf(part === 'value' && written ? node : (key ?? node)) };
  }

  #membersOf(map: YAMLMap.Parsed, yaml: typeof Yaml): Map<string, Pair<ParsedNode, ParsedNode | null>> {
    let members = this.#members.get(map);
    if (members === undefined) {
      const named = map.items.filter(({ key }) => yaml.isScalar(key));
      members = new Map(named.map((pair) => [String((pair.key as Scalar).value), pair]));
      this.#members.set(map, members);
    }
    return members;
  }
}

function spanOf(node: Node | null | undefined): Span {
  const range = node?.range;
  return range ? [range[0], Math.max(range[1], range[0] + 1)] : [0, 1];
}
