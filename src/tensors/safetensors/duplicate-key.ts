const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * A key that a JSON object has more than once, of which JSON.parse keeps the last in silence.
 * @param text valid JSON
 * @returns the first such key of any object in it; undefined where there is none
 */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let latest = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = JSON.parse(latest) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    } else latest = token;
  }
  return undefined;
}
