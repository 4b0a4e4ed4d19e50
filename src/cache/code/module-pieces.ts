import { getLineInfo, parse } from 'acorn';
import { sha256, type Digest } from '../files/digest.ts';
import { type LoadScope, loadedBy, requireNames } from './loads.ts';
import { type Declaration, ModuleNames } from './module-names.ts';
import { namedValues } from './named-values.ts';
import type { PurityScope } from './purity/purity-scope.ts';
import { isConstant, isPure } from './purity/purity.ts';
import { type SyntaxNode, children, nameOf, syntaxText } from './syntax.ts';
import { isUnfollowed } from './unfollowed.ts';
import { variablesIn } from './variables.ts';

/** A reference from a piece to a name at the top level of its module; `member` for `namespace.member`. */
export interface Reference {
  name: string;
  member?: string;
}

/** Something that loads what cannot be told from the code, `import(name)`; line and column count from 1. */
export interface Unfollowed {
  line: number;
  column: number;
  text: string;
}

/** One top-level declaration of a module, or all its statements that do something when the module is loaded. */
export interface Piece {
  /** The declared names, joined; `top-level statements` for the rest. */
  name: string;
  hash: Digest;
  references: Reference[];
  /** Specifiers of what it loads when it runs: `import()`, `new URL('./x', import.meta.url)`, `require`. */
  loads: string[];
  /** Environment variables that it names: `process.env.NAME`. */
  variables: string[];
  /** What it loads under names that cannot be told from the code. */
  unfollowed: Unfollowed[];
}

/** What a piece of syntax leads to. */
type Leads = Pick<Piece, 'references' | 'loads' | 'variables' | 'unfollowed'>;

const noLeads = (): Leads => ({ references: [], loads: [], variables: [], unfollowed: [] });

/** A module taken apart; of the names, `declared` leads to the index of a piece. */
export interface ModulePieces extends Pick<
  ModuleNames,
  'declared' | 'imported' | 'exported' | 'exportsAll' | 'loaded'
> {
  pieces: Piece[];
  /** Pieces that run whenever the module is loaded. */
  effects: number[];
  /**
   * Pieces in the order in which loading the module evaluates them, the statements once for each. Those are not in it whose
   * place says nothing: functions and constants.
   */
  order: number[];
}

const EFFECTS = 'top-level statements';
/** What is told of code fits into a line. */
const MOST_TEXT = 60;

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
  const names = new ModuleNames(program['body'] as SyntaxNode[]);
  const scope = { requires: new Set(requireNames(program)), values: namedValues(program) };
  return new Splitter(source, names, marks, scope).split();
}

class Splitter implements PurityScope {
  readonly #source: string;
  readonly #names: ModuleNames;
  readonly #marks: ReadonlySet<number>;
  readonly #scope: LoadScope;
  readonly #pieces: Piece[] = [];
  readonly #effects: number[] = [];
  readonly #order: number[] = [];
  readonly #statements = { ...noLeads(), texts: [] as string[] };

  constructor(source: string, names: ModuleNames, marks: ReadonlySet<number>, scope: LoadScope) {
    this.#source = source;
    this.#names = names;
    this.#marks = marks;
    this.#scope = scope;
  }

  packageOf(name: string): string | undefined {
    const specifier = this.#names.imported.get(name)?.specifier;
    return specifier === undefined || /^[./#]/.test(specifier) ? undefined : specifier;
  }

  isDeclared(name: string): boolean {
    return this.#names.declared.has(name) || this.#names.imported.has(name);
  }

  isNamespace(name: string): boolean {
    return this.#names.imported.get(name)?.name === '*';
  }

  constantOf(name: string): SyntaxNode | undefined {
    const { node, isConst } = this.#names.declarations[this.#names.declared.get(name) ?? -1] ?? {};
    return isConst === true ? (node!['init'] as SyntaxNode) : undefined;
  }

  isInertName(): boolean {
    return false;
  }

  isMarkedPure(position: number): boolean {
    return this.#marks.has(position);
  }

  split(): ModulePieces {
    for (const declaration of this.#names.declarations) this.#addPiece(declaration);
    const { texts, ...leads } = this.#statements;
    if (texts.length > 0) {
      // Behind the declared pieces, where `order` expects it.
      this.#effects.push(this.#pieces.length);
      this.#pieces.push({ name: EFFECTS, hash: sha256(texts.join('\n')), ...leads });
    }
    const { declared, imported, exported, exportsAll, loaded } = this.#names;
    return {
      pieces: this.#pieces,
      effects: this.#effects,
      order: this.#order,
      declared,
      imported,
      exported,
      exportsAll,
      loaded,
    };
  }

  /** Statements without a name are kept together: their order counts. */
  #addPiece({ node, names, isVar, isUsing }: Declaration): void {
    const index = this.#pieces.length;
    const leads = noLeads();
    this.#refer(node, leads);
    leads.variables.push(
      ...variablesIn(node, { values: this.#scope.values, imported: this.#names.imported }),
    );
    const text = syntaxText(node);
    if (names.length > 0) {
      const pure = isUsing !== true && this.#isPureDeclaration(node);
      if (!pure) this.#effects.push(index);
      // A `var` can be read before it has its value.
      if (!pure || isVar || !isConstant(node)) this.#order.push(index);
    } else {
      this.#statements.references.push(...leads.references);
      this.#statements.loads.push(...leads.loads);
      this.#statements.variables.push(...leads.variables);
      this.#statements.unfollowed.push(...leads.unfollowed);
      if (text !== '') {
        this.#statements.texts.push(text);
        this.#order.push(this.#names.declarations.length);
      }
    }
    this.#pieces.push({ name: names.join(', ') || EFFECTS, hash: sha256(text), ...leads });
  }

  #isPureDeclaration(node: SyntaxNode): boolean {
    if (node.type === 'FunctionDeclaration') return true;
    if (node.type !== 'VariableDeclarator') return isPure(node, this);
    return (
      (node['id'] as SyntaxNode).type === 'Identifier' && isPure(node['init'] as SyntaxNode | null, this)
    );
  }

  /** Every identifier that is a name of the module counts, shadowed ones too: rather one reference too many. */
  #refer(node: SyntaxNode, leads: Leads): void {
    if (node.type === 'Identifier') {
      const name = node['name'] as string;
      if (this.isDeclared(name)) leads.references.push({ name });
      return;
    }
    // What is evaluated may name anything that the module has.
    if (node.type === 'CallExpression' && nameOf(node['callee']) === 'eval' && !this.isDeclared('eval'))
      for (const name of [...this.#names.declared.keys(), ...this.#names.imported.keys()])
        leads.references.push({ name });
    leads.loads.push(...loadedBy(node, this.#scope));
    if (isUnfollowed(node, this.#scope)) leads.unfollowed.push(this.#told(node));
    if (node.type === 'MemberExpression' && node['computed'] !== true) {
      const object = node['object'] as SyntaxNode;
      const name = nameOf(object);
      if (object.type === 'Identifier' && this.#names.imported.get(name!)?.name === '*') {
        leads.references.push({ name: name!, member: nameOf(node['property'])! });
        return;
      }
    }
    for (const [member, child] of children(node)) {
      const isKey =
        (member === 'property' || member === 'key') &&
        node['computed'] !== true &&
        node['shorthand'] !== true;
      if (!isKey) this.#refer(child, leads);
    }
  }

  #told({ start, end }: SyntaxNode): Unfollowed {
    const { line, column } = getLineInfo(this.#source, start);
    const text = this.#source.slice(start, end).replaceAll(/\s+/g, ' ');
    return {
      line,
      column: column + 1,
      text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text,
    };
  }
}
