import { parse } from 'acorn';
import { sha256, type Digest } from '../files/digest.ts';
import { loadedBy, requireNames } from './loads.ts';
import { type PurityScope, isConstant, isPure } from './purity.ts';
import { type SyntaxNode, children, nameOf, syntaxText } from './syntax.ts';

/** What a name of a module stands for when it comes from elsewhere. */
export interface ImportedName {
  /** As written: `./solver.ts`, `zod`. */
  specifier: string;
  /** The exported name; `*` for all of them (`import * as`). */
  name: string;
}

/** A reference from a piece to a name at the top level of its module; `member` for `namespace.member`. */
export interface Reference {
  name: string;
  member?: string;
}

/** One top-level declaration of a module, or all its statements that do something when the module is loaded. */
export interface Piece {
  /** The declared names, joined; `top-level statements` for the rest. */
  name: string;
  hash: Digest;
  references: Reference[];
  /** Specifiers of what it loads when it runs: `import()`, `new URL('./x', import.meta.url)`, `require`. */
  loads: string[];
}

/** A module taken apart. */
export interface ModulePieces {
  pieces: Piece[];
  /** Top-level name → index of its piece. */
  declared: Map<string, number>;
  /** Pieces that run whenever the module is loaded. */
  effects: number[];
  /**
   * Pieces in the order in which loading the module evaluates them, the statements once for each. Those are not in it whose
   * place says nothing: functions and constants.
   */
  order: number[];
  imported: Map<string, ImportedName>;
  /** Exported name → name in this module, or a name of another module. */
  exported: Map<string, { local: string } | ImportedName>;
  /** Specifiers of `export * from`. */
  exportsAll: string[];
  /** All specifiers of static imports and re-exports: loading the module loads those. */
  loaded: string[];
}

const EFFECTS = 'top-level statements';

/** Takes a module (JavaScript, types removed) apart; what CommonJS exports are its statements. */
export function splitModule(source: string, sourceType: 'module' | 'commonjs' = 'module'): ModulePieces {
  const marks = new Set<number>();
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType,
    onComment: (_block, text, _start, end) => {
      if (/^\s*[@#]__PURE__\s*$/.test(text)) marks.add(end + /^\s*/.exec(source.slice(end))![0].length);
    },
  }) as unknown as SyntaxNode;
  return new Splitter(marks, new Set(requireNames(program))).split(program['body'] as SyntaxNode[]);
}

class Splitter implements PurityScope {
  readonly #marks: ReadonlySet<number>;
  readonly #requires: ReadonlySet<string>;
  readonly #effects: { texts: string[]; references: Reference[]; loads: string[] } = {
    texts: [],
    references: [],
    loads: [],
  };
  readonly #deferred: { nodes: SyntaxNode[]; names: string[]; isVar: boolean }[] = [];
  readonly #result: ModulePieces = {
    pieces: [],
    declared: new Map(),
    effects: [],
    order: [],
    imported: new Map(),
    exported: new Map(),
    exportsAll: [],
    loaded: [],
  };

  constructor(marks: ReadonlySet<number>, requires: ReadonlySet<string>) {
    this.#marks = marks;
    this.#requires = requires;
  }

  packageOf(name: string): string | undefined {
    const specifier = this.#result.imported.get(name)?.specifier;
    return specifier === undefined || /^[./#]/.test(specifier) ? undefined : specifier;
  }

  isDeclared(name: string): boolean {
    return this.#result.declared.has(name) || this.#result.imported.has(name);
  }

  isMarkedPure(position: number): boolean {
    return this.#marks.has(position);
  }

  split(body: SyntaxNode[]): ModulePieces {
    for (const statement of body) this.#collectNames(statement);
    for (const { nodes, names, isVar } of this.#deferred) this.#addPiece(nodes, names, isVar);
    if (this.#effects.texts.length > 0) {
      // Behind the declared pieces, where `order` expects it.
      this.#result.effects.push(this.#result.pieces.length);
      const { texts, references, loads } = this.#effects;
      this.#result.pieces.push({ name: EFFECTS, hash: sha256(texts.join('\n')), references, loads });
    }
    return this.#result;
  }

  /** First pass: names and exports, so that the second pass knows what a name refers to. */
  #collectNames(statement: SyntaxNode): void {
    const source = (statement['source'] as SyntaxNode | null | undefined)?.['value'] as string | undefined;
    if (source !== undefined) this.#result.loaded.push(source);
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const specifier of statement['specifiers'] as SyntaxNode[]) {
          const name = importedName(specifier);
          this.#result.imported.set(nameOf(specifier['local'])!, { specifier: source!, name });
        }
        return;
      case 'ExportAllDeclaration': {
        const name = nameOf(statement['exported']);
        if (name === undefined) this.#result.exportsAll.push(source!);
        else this.#result.exported.set(name, { specifier: source!, name: '*' });
        return;
      }
      case 'ExportNamedDeclaration': {
        for (const specifier of statement['specifiers'] as SyntaxNode[]) {
          const local = nameOf(specifier['local'])!;
          const target = source === undefined ? { local } : { specifier: source, name: local };
          this.#result.exported.set(nameOf(specifier['exported'])!, target);
        }
        const declaration = statement['declaration'] as SyntaxNode | null;
        if (declaration !== null) {
          for (const name of declaredNames(declaration)) this.#result.exported.set(name, { local: name });
          this.#declare(declaration);
        }
        return;
      }
      case 'ExportDefaultDeclaration': {
        const declaration = statement['declaration'] as SyntaxNode;
        const names = [...declaredNames(declaration), 'default'];
        this.#result.exported.set('default', { local: 'default' });
        this.#register([declaration], names);
        return;
      }
      default:
        this.#declare(statement);
    }
  }

  #declare(statement: SyntaxNode): void {
    // One piece a declarator: `const a = 1, b = 2` is two.
    if (statement.type === 'VariableDeclaration') {
      for (const declarator of statement['declarations'] as SyntaxNode[]) {
        this.#register(
          [declarator],
          patternNames(declarator['id'] as SyntaxNode),
          statement['kind'] === 'var',
        );
      }
    } else this.#register([statement], declaredNames(statement));
  }

  #register(nodes: SyntaxNode[], names: string[], isVar = false): void {
    // A repeated `var`, or function of CommonJS, is one more statement about the same name.
    if (names.some((name) => this.#result.declared.has(name))) {
      this.#deferred.push({ nodes, names: [], isVar });
      return;
    }
    for (const name of names) this.#result.declared.set(name, this.#deferred.length);
    this.#deferred.push({ nodes, names, isVar });
  }

  /** Second pass. Statements without a name are kept together: their order counts. */
  #addPiece(nodes: SyntaxNode[], names: string[], isVar: boolean): void {
    const index = this.#result.pieces.length;
    const references: Reference[] = [];
    const loads: string[] = [];
    for (const node of nodes) this.#refer(node, references, loads);
    const texts = nodes.map(syntaxText);
    const pure = names.length > 0 && nodes.every((node) => this.#isPureDeclaration(node));
    if (names.length === 0) {
      const statements = texts.filter((text) => text !== '');
      this.#effects.texts.push(...statements);
      this.#effects.references.push(...references);
      this.#effects.loads.push(...loads);
      this.#result.order.push(...statements.map(() => this.#deferred.length));
    } else {
      if (!pure) this.#result.effects.push(index);
      // A `var` can be read before it has its value.
      if (!pure || isVar || !nodes.every(isConstant)) this.#result.order.push(index);
    }
    this.#result.pieces.push({
      name: names.join(', ') || EFFECTS,
      hash: sha256(texts.join('\n')),
      references,
      loads,
    });
  }

  #isPureDeclaration(node: SyntaxNode): boolean {
    if (node.type === 'FunctionDeclaration') return true;
    if (node.type !== 'VariableDeclarator') return isPure(node, this);
    return (
      (node['id'] as SyntaxNode).type === 'Identifier' && isPure(node['init'] as SyntaxNode | null, this)
    );
  }

  /** Every identifier that is a name of the module counts, shadowed ones too: rather one reference too many. */
  #refer(node: SyntaxNode, references: Reference[], loads: string[]): void {
    if (node.type === 'Identifier') {
      const name = node['name'] as string;
      if (this.isDeclared(name)) references.push({ name });
      return;
    }
    const load = loadedBy(node, this.#requires);
    if (load !== undefined) loads.push(load);
    if (node.type === 'MemberExpression' && node['computed'] !== true) {
      const object = node['object'] as SyntaxNode;
      const name = nameOf(object);
      if (object.type === 'Identifier' && this.#result.imported.get(name!)?.name === '*') {
        references.push({ name: name!, member: nameOf(node['property'])! });
        return;
      }
    }
    for (const [member, child] of children(node)) {
      const isKey =
        (member === 'property' || member === 'key') &&
        node['computed'] !== true &&
        node['shorthand'] !== true;
      if (!isKey) this.#refer(child, references, loads);
    }
  }
}

function importedName(specifier: SyntaxNode): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier['imported'])!;
}

function declaredNames(node: SyntaxNode): string[] {
  if (node.type === 'VariableDeclaration') {
    return (node['declarations'] as SyntaxNode[]).flatMap((declarator) =>
      patternNames(declarator['id'] as SyntaxNode),
    );
  }
  const declares = node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration';
  const name = declares ? nameOf(node['id']) : undefined;
  return name === undefined ? [] : [name];
}

function patternNames(pattern: SyntaxNode): string[] {
  if (pattern.type === 'Identifier') return [pattern['name'] as string];
  if (pattern.type === 'AssignmentPattern') return patternNames(pattern['left'] as SyntaxNode);
  if (pattern.type === 'Property') return patternNames(pattern['value'] as SyntaxNode);
  return children(pattern).flatMap(([, child]) => patternNames(child));
}
