/** A value as Python writes it down: texts, whole numbers, truth values, None; tuples and lists; dictionaries of texts. */
export type PythonValue = string | number | boolean | null | PythonValue[] | Map<string, PythonValue>;

const TOKEN =
  /\s*(?:[uUbB]?'(?<single>(?:[^'\\]|\\.)*)'|[uUbB]?"(?<double>(?:[^"\\]|\\.)*)"|(?<number>-?\d+)[lL]?|(?<word>True|False|None)|(?<sign>[{}()[\],:]))/y;

/**
 * Reads a literal as Python 2 or 3 writes it: with either quotes, `u'…'` and `8L`.
 * @throws {SyntaxError} at what is none, with its place
 */
export function pythonLiteral(text: string): PythonValue {
  const tokens = tokensOf(text);
  let next = 0;
  const isSign = (sign: string): boolean => tokens[next]?.sign === sign;
  const expect = (sign: string): void => {
    if (!isSign(sign))
      throw new SyntaxError(`expected "${sign}" at character ${tokens[next]?.at ?? text.length}`);
    next++;
  };
  const list = (end: string): PythonValue[] => {
    const values: PythonValue[] = [];
    while (!isSign(end)) {
      values.push(value());
      if (!isSign(end)) expect(',');
    }
    next++;
    return values;
  };
  const dictionary = (): Map<string, PythonValue> => {
    const entries = new Map<string, PythonValue>();
    while (!isSign('}')) {
      const at = tokens[next]?.at ?? text.length;
      const key = value();
      if (typeof key !== 'string' || entries.has(key))
        throw new SyntaxError(`expected a key that is a text, and only once, at character ${at}`);
      expect(':');
      entries.set(key, value());
      if (!isSign('}')) expect(',');
    }
    next++;
    return entries;
  };
  const value = (): PythonValue => {
    const token = tokens[next++];
    if (token?.sign === undefined && token !== undefined) return token.value;
    if (token?.sign === '(') return list(')');
    if (token?.sign === '[') return list(']');
    if (token?.sign === '{') return dictionary();
    throw new SyntaxError(`expected a value at character ${token?.at ?? text.length}`);
  };
  const whole = value();
  if (next < tokens.length) throw new SyntaxError(`expected the end at character ${tokens[next]!.at}`);
  return whole;
}

interface Token {
  at: number;
  sign?: string;
  value: PythonValue;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new SyntaxError(`unknown text at character ${at}`);
    const { single, double, number, word, sign } = groups;
    if (sign !== undefined) tokens.push({ at, sign, value: null });
    else if (number !== undefined) tokens.push({ at, value: Number(number) });
    else if (word !== undefined) tokens.push({ at, value: word === 'None' ? null : word === 'True' });
    else tokens.push({ at, value: (single ?? double)! });
  }
  return tokens;
}
