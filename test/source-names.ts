import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '..');

/** A name that a file declares and exports. */
interface DeclaredName {
  name: string;
  isType: boolean;
}

/** The exported names that a file declares itself; what it only passes on, and a default, have none. */
export function declaredIn(file: string): DeclaredName[] {
  return statementsOf(file).flatMap((statement): DeclaredName[] => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const kinds = modifiers.map(({ kind }) => kind);
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword) || kinds.includes(ts.SyntaxKind.DefaultKeyword))
      return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => ({
        name: name.getText(),
        isType: false,
      }));
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const named = isType || ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    // Overloads are one name.
    if (!named || (ts.isFunctionDeclaration(statement) && statement.body === undefined)) return [];
    return [{ name: statement.name!.text, isType }];
  });
}

/** What a file imports or passes on of others, each as "path name"; all of it is "path *". */
export function importedBy(file: string): string[] {
  const found: string[] = [];
  const add = (path: ts.Node | undefined, names: readonly string[]): void => {
    if (path === undefined || !ts.isStringLiteral(path) || !path.text.startsWith('.')) return;
    for (const name of names) found.push(`${join(dirname(file), path.text)} ${name}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      if (bindings !== undefined)
        add(node.moduleSpecifier, ts.isNamedImports(bindings) ? namesIn(bindings) : ['*']);
    } else if (ts.isExportDeclaration(node)) {
      const names = node.exportClause;
      add(node.moduleSpecifier, names !== undefined && ts.isNamedExports(names) ? namesIn(names) : ['*']);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], ['*']);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of statementsOf(file)) visit(statement);
  return found;
}

function namesIn({ elements }: ts.NamedImports | ts.NamedExports): string[] {
  return elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}

const parsed = new Map<string, readonly ts.Statement[]>();

/** The statements of a file; each file is parsed once. */
function statementsOf(file: string): readonly ts.Statement[] {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  parsed.set(file, statements);
  return statements;
}
