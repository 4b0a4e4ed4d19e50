import { resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '..');

/** A JSON schema, or a part of one. */
export type Schema = Record<string, unknown>;

/**
 * The JSON schema (2020-12) of what `JSON.stringify` makes of a value of an exported interface: every member with the words of its
 * docstring, nothing else allowed. Interfaces and named types become `$defs`.
 */
export function typeSchema(file: string, name: string): Schema {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    resolve(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )!;
  const path = resolve(root, file);
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path)!)!;
  const symbol = checker.getExportsOfModule(module).find((one) => one.name === name)!;
  const walker = new TypeWalker(checker);
  const reference = walker.schemaOf(checker.getDeclaredTypeOfSymbol(symbol));
  return { ...reference, $defs: walker.definitions() };
}

class TypeWalker {
  readonly #checker: ts.TypeChecker;
  readonly #named = new Map<ts.Type, string>();
  readonly #schemas = new Map<string, Schema>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  definitions(): Schema {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  schemaOf(type: ts.Type): Schema {
    const name = this.#nameOf(type);
    if (name === undefined) return this.#inline(type);
    if (this.#named.get(type) === undefined) {
      // Named before it is walked: it may be within itself.
      this.#named.set(type, name);
      if (this.#schemas.has(name)) throw new Error(`two types are called ${name}`);
      this.#schemas.set(name, {});
      const described = {
        ...documentation(type.aliasSymbol ?? type.symbol, this.#checker),
        ...this.#inline(type),
      };
      this.#schemas.set(name, described);
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** Interfaces and aliases of this project have names of their own; generic ones are written out where they stand. */
  #nameOf(type: ts.Type): string | undefined {
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.symbol : undefined);
    const place = symbol?.declarations?.[0]?.getSourceFile().fileName;
    if (symbol === undefined || place === undefined || place.includes('node_modules')) return undefined;
    return (type.aliasTypeArguments?.length ?? 0) > 0 ? undefined : symbol.name;
  }

  #inline(type: ts.Type): Schema {
    const { flags } = type;
    if (type.isUnion()) return this.#union(type);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (this.#checker.isTupleType(type)) return this.#tuple(type as ts.TypeReference);
    if (this.#checker.isArrayType(type))
      return {
        type: 'array',
        items: this.#item(this.#checker.getTypeArguments(type as ts.TypeReference)[0]!),
      };
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#object(type);
    throw new Error(`JSON says nothing like the type ${this.#checker.typeToString(type)}`);
  }

  /** In an array, what is undefined is written as null. */
  #item(type: ts.Type): Schema {
    const absent = type.isUnion() && type.types.some(isUndefined);
    return absent
      ? { anyOf: [this.schemaOf(this.#checker.getNonNullableType(type)), { type: 'null' }] }
      : this.schemaOf(type);
  }

  #tuple(type: ts.TypeReference): Schema {
    const items = this.#checker.getTypeArguments(type).map((item) => this.#item(item));
    return { type: 'array', prefixItems: items, minItems: items.length, items: false };
  }

  #union(type: ts.UnionType): Schema {
    const members = type.types.filter((member) => !isUndefined(member));
    if (members.every((member) => member.flags & ts.TypeFlags.BooleanLiteral) && members.length === 2)
      return { type: 'boolean' };
    const schemas = members.map((member) => this.schemaOf(member));
    if (schemas.length === 1) return schemas[0]!;
    return schemas.every((schema) => 'const' in schema)
      ? { enum: schemas.map((schema) => schema['const']) }
      : { anyOf: schemas };
  }

  #object(type: ts.Type): Schema {
    const properties: Schema = {};
    const required: string[] = [];
    for (const member of this.#checker.getPropertiesOfType(type)) {
      const memberType = this.#checker.getTypeOfSymbol(member);
      const schema = this.schemaOf(memberType);
      properties[member.name] = { ...documentation(member, this.#checker), ...schema };
      const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
      const absent = memberType.isUnion() && memberType.types.some(isUndefined);
      if (!optional && !absent) required.push(member.name);
    }
    const others = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      additionalProperties: others === undefined ? false : this.schemaOf(others),
    };
  }
}

function isUndefined(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Undefined) !== 0;
}

function documentation(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): Schema {
  const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
  return text === '' ? {} : { description: text.replaceAll(/\s+/g, ' ') };
}
