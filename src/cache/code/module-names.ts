import { type SyntaxNode, children, nameOf } from './syntax.ts';

/** What a name of a module stands for when it comes from elsewhere. */
export interface ImportedName {
  /** As written: `./solver.ts`, `zod`. */
  specifier: string;
  /** The exported name; `*` for all of them (`import * as`). */
  name: string;
}

/** A statement at the top level, or one declarator of it; `names` is empty where it declares none that is new. */
export interface Declaration {
  node: SyntaxNode;
  names: string[];
  isVar: boolean;
  /** `const x = …`: one name for one value. */
  isConst?: boolean;
  /** `using x = …`: what it holds is disposed of at the end of the module. */
  isUsing?: boolean;
}

/** The names at the top level of a module, and where they come from. */
export class ModuleNames {
  readonly declarations: Declaration[] = [];
  /** Top-level name → index of its declaration. */
  readonly declared = new Map<string, number>();
  readonly imported = new Map<string, ImportedName>();
  /** Exported name → name in this module, or a name of another module. */
  readonly exported = new Map<string, { local: string } | ImportedName>();
  /** Specifiers of `export * from`. */
  readonly exportsAll: string[] = [];
  /** All specifiers of static imports and re-exports: loading the module loads those. */
  readonly loaded: string[] = [];

  constructor(body: readonly SyntaxNode[]) {
    for (const statement of body) this.#collect(statement);
  }

  #collect(statement: SyntaxNode): void {
    const source = (statement['source'] as SyntaxNode | null | undefined)?.['value'] as string | undefined;
    if (source !== undefined) this.loaded.push(source);
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const specifier of statement['specifiers'] as SyntaxNode[]) {
          const name = importedName(specifier);
          this.imported.set(nameOf(specifier['local'])!, { specifier: source!, name });
        }
        return;
      case 'ExportAllDeclaration': {
        const name = nameOf(statement['exported']);
        if (name === undefined) this.exportsAll.push(source!);
        else this.exported.set(name, { specifier: source!, name: '*' });
        return;
      }
      case 'ExportNamedDeclaration':
        this.#collectExports(statement, source);
        return;
      case 'ExportDefaultDeclaration': {
        const declaration = statement['declaration'] as SyntaxNode;
        this.exported.set('default', { local: 'default' });
        this.#register(declaration, [...declaredNames(declaration), 'default']);
        return;
      }
      default:
        this.#declare(statement);
    }
  }

  #collectExports(statement: SyntaxNode, source: string | undefined): void {
    for (const specifier of statement['specifiers'] as SyntaxNode[]) {
      const local = nameOf(specifier['local'])!;
      const target = source === undefined ? { local } : { specifier: source, name: local };
      this.exported.set(nameOf(specifier['exported'])!, target);
    }
    const declaration = statement['declaration'] as SyntaxNode | null;
    if (declaration === null) return;
    for (const name of declaredNames(declaration)) this.exported.set(name, { local: name });
    this.#declare(declaration);
  }

  #declare(statement: SyntaxNode): void {
    if (statement.type !== 'VariableDeclaration') {
      this.#register(statement, declaredNames(statement));
      return;
    }
    // One declaration a declarator: `const a = 1, b = 2` is two.
    const { kind } = statement as { kind?: unknown };
    for (const declarator of statement['declarations'] as SyntaxNode[]) {
      const id = declarator['id'] as SyntaxNode;
      this.#register(declarator, patternNames(id), {
        isVar: kind === 'var',
        ...(kind === 'const' && id.type === 'Identifier' && { isConst: true }),
        ...(/using$/.test(String(kind)) && { isUsing: true }),
      });
    }
  }

  #register(
    node: SyntaxNode,
    names: string[],
    how: Omit<Declaration, 'node' | 'names'> = { isVar: false },
  ): void {
    // A repeated `var`, or function of CommonJS, is one more statement about the same name.
    if (names.some((name) => this.declared.has(name))) {
      this.declarations.push({ node, names: [], ...how });
      return;
    }
    for (const name of names) this.declared.set(name, this.declarations.length);
    this.declarations.push({ node, names, ...how });
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

/** The names that a pattern gives values: `{ a, b: [c] }`. */
export function patternNames(pattern: SyntaxNode): string[] {
  if (pattern.type === 'Identifier') return [pattern['name'] as string];
  if (pattern.type === 'AssignmentPattern') return patternNames(pattern['left'] as SyntaxNode);
  if (pattern.type === 'Property') return patternNames(pattern['value'] as SyntaxNode);
  return children(pattern).flatMap(([, child]) => patternNames(child));
}
