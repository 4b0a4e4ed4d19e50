import { posix } from 'node:path';
import type { NamedValues } from './named-values.ts';
import { type SyntaxNode, nameOf } from './syntax.ts';
import { cooked, textsOf } from './texts.ts';

/** A place beside a module: a path relative to the module's folder, in the letters of a URL; empty for the module itself. */
export interface Place {
  at: string;
  isUrl: boolean;
}

/** The places beside its module that an expression may stand for: `join(import.meta.dirname, 'x')`, by names as well. */
export function placesOf(node: unknown, values: NamedValues, seen: readonly string[] = []): Place[] {
  const { type, ...parts } = (node ?? {}) as SyntaxNode;
  const places = (part: unknown): Place[] => placesOf(part, values, seen);
  const texts = (part: unknown): string[] => textsOf(part, values, seen);
  switch (type) {
    case 'Identifier': {
      const name = parts['name'] as string;
      if (seen.includes(name)) return [];
      const given = values.get(name);
      if (given !== undefined) return given.flatMap((value) => placesOf(value, values, [...seen, name]));
      return name === '__dirname' ? [folder] : name === '__filename' ? [itself(false)] : [];
    }
    case 'MemberExpression': {
      const member = nameOf(parts['property']);
      if ((parts['object'] as SyntaxNode).type === 'MetaProperty')
        return member === 'dirname'
          ? [folder]
          : member === 'url' || member === 'filename'
            ? [itself(member === 'url')]
            : [];
      return member === 'href' || member === 'pathname' ? places(parts['object']) : [];
    }
    case 'ConditionalExpression':
      return [...places(parts['consequent']), ...places(parts['alternate'])];
    case 'LogicalExpression':
      return [...places(parts['left']), ...places(parts['right'])];
    case 'BinaryExpression':
      return combined(
        places(parts['left']),
        () => [texts(parts['right'])],
        ({ at }, [text]) => at + escaped(text!),
      );
    case 'TemplateLiteral':
      return ofTemplate(parts, places, texts);
    case 'NewExpression':
    case 'CallExpression':
      return ofCall(type, parts, places, texts);
    default:
      return [];
  }
}

const folder: Place = { at: '.', isUrl: false };
const itself = (isUrl: boolean): Place => ({ at: '', isUrl });

type Look<T> = (part: unknown) => T[];

function ofCall(type: string, parts: object, places: Look<Place>, texts: Look<string>): Place[] {
  const { callee, arguments: given } = parts as { callee: SyntaxNode; arguments: SyntaxNode[] };
  const [first, ...rest] = given;
  const name = nameOf(callee) ?? nameOf(callee['property']);
  if (type === 'NewExpression') {
    if (name !== 'URL' || rest.length === 0) return name === 'URL' ? places(first) : [];
    const bases = places(rest[0]).filter(({ isUrl }) => isUrl);
    return combined(
      bases,
      () => [texts(first)],
      ({ at }, [text]) => resolved(at, text!),
    );
  }
  switch (name ?? '') {
    case 'fileURLToPath':
    case 'pathToFileURL':
    case 'normalize':
    case 'String':
      return places(first).map(({ at }) => ({ at, isUrl: name === 'pathToFileURL' }));
    case 'dirname':
      return places(first).map(({ at, isUrl }) => ({ at: above(at), isUrl }));
    case 'join':
    case 'resolve':
      return combined(
        places(first).filter(({ isUrl }) => !isUrl),
        () => rest.map(texts),
        ({ at }, all) => posix.join(at, ...all.map(escaped)),
      );
    default:
      return [];
  }
}

/** `${folder}/x.txt`. */
function ofTemplate(parts: object, places: Look<Place>, texts: Look<string>): Place[] {
  const { quasis, expressions } = parts as { quasis: SyntaxNode[]; expressions: SyntaxNode[] };
  if (expressions.length === 0 || cooked(quasis[0]!) !== '') return [];
  return combined(
    places(expressions[0]),
    () => expressions.slice(1).map(texts),
    ({ at }, all) =>
      [at, ...quasis.slice(1).map((quasi, index) => escaped(cooked(quasi) + (all[index] ?? '')))].join(''),
  );
}

/** Each place with each choice of texts; what the choices are is asked only where there is a place. */
function combined(
  places: Place[],
  choices: () => string[][],
  join: (place: Place, texts: string[]) => string,
): Place[] {
  if (places.length === 0) return [];
  const all = choices().reduce<string[][]>(
    (before, choice) => before.flatMap((texts) => choice.map((text) => [...texts, text])),
    [[]],
  );
  return places.flatMap((place) => all.map((texts) => ({ at: join(place, texts), isUrl: place.isUrl })));
}

/** The folder that a place is in. */
function above(place: string): string {
  return place === '' ? '.' : posix.join(place, '..');
}

/** What a URL means relative to another one: the last part of that counts only where it ends in a slash. */
function resolved(base: string, url: string): string {
  if (/^([a-z]+:|\/)/i.test(url)) return url;
  return posix.join(base.endsWith('/') ? base : above(base), url.replace(/(^|\/)\.{1,2}$/, '$&/'));
}

/** A path is no URL: in it, these stand for themselves. */
function escaped(path: string): string {
  return path.replaceAll(/[%?#]/g, encodeURIComponent);
}
