import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** The comments of the members of one literal object, as a file declares it: most are handed to z.strictObject. */
type Declaration = ReadonlyMap<string, string | undefined>;

/** The comments that stand above the parameters of a stage: those of every schema in the files that the stage reaches. */
export class Comments {
  readonly #declarations: Declaration[];

  constructor(stageFile: string) {
    this.#declarations = [...reachedBy(stageFile)].flatMap(declarationsIn);
  }

  /** What is said of a member of an object with these members: of the literals that can be a part of it, the largest counts. */
  of(member: string, members: readonly string[]): string | undefined {
    const parts = this.#declarations
      .filter((part) => part.has(member) && [...part.keys()].every((name) => members.includes(name)))
      .sort((a, b) => b.size - a.size);
    return parts.map((part) => part.get(member)).find((text) => text !== undefined);
  }
}

function reachedBy(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export|\}) .*from '(\.{1,2}\/[^']+)'/gm,
  ))
    reachedBy(resolve(dirname(file), path!), found);
  return found;
}

const parsed = new Map<string, Declaration[]>();

function declarationsIn(file: string): Declaration[] {
  const known = parsed.get(file) ?? parseDeclarations(file);
  parsed.set(file, known);
  return known;
}

function parseDeclarations(file: string): Declaration[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Declaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const members = node.properties.filter(
        (member) => ts.isPropertyAssignment(member) || ts.isShorthandPropertyAssignment(member),
      );
      const declared = new Map(members.map((member) => [member.name.getText(), commentOf(member)]));
      if ([...declared.values()].some((text) => text !== undefined)) found.push(declared);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function commentOf(node: ts.Node): string | undefined {
  const comments = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment)?.replaceAll(/\s+/g, ' ').trim());
  return comments.at(-1);
}
