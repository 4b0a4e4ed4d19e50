/** What bash sets by itself. */
const OF_THE_SHELL =
  /^(BASH\w*|EPOCH\w+|_|RANDOM|SRANDOM|SECONDS|LINENO|PWD|OLDPWD|HOSTNAME|HOSTTYPE|OSTYPE|MACHTYPE|IFS|OPT(ARG|IND|ERR)|REPLY|E?UID|PPID|GROUPS|PIPESTATUS|FUNCNAME|DIRSTACK|SHELLOPTS|SHLVL|PS4|COLUMNS|LINES)$/;

const NAME = '[A-Za-z_][A-Za-z0-9_]*';

/**
 * The environment variables that a shell command takes from outside: `$NAME` and `${NAME…}` of names that it does not set itself. None
 * where it reads other scripts into itself, which may set any.
 */
export function variablesOf(command: string): string[] {
  const expanded = withoutSingleQuotes(command);
  if (/(^|[\s;&|(])(source|\.|eval|set\s+-a)\s/.test(expanded)) return [];
  const set = new Set<string>();
  const settings = [
    new RegExp(`(?:^|[\\s;&|(])(${NAME})(?:\\[[^\\]]*\\])?\\+?=`, 'g'),
    new RegExp(`\\b(?:for|select)\\s+(${NAME})\\b`, 'g'),
    new RegExp(`\\bprintf\\s+-v\\s+(${NAME})`, 'g'),
    new RegExp(`\\bgetopts\\s+\\S+\\s+(${NAME})`, 'g'),
    new RegExp(`\\$\\{(${NAME}):?=`, 'g'),
  ];
  for (const setting of settings) for (const [, name] of expanded.matchAll(setting)) set.add(name!);
  for (const [, names] of expanded.matchAll(
    /\b(?:read|mapfile|readarray|local|declare|typeset|export)\s+([^;&|\n<>]+)/g,
  ))
    for (const [name] of names!.matchAll(new RegExp(NAME, 'g'))) set.add(name);
  const used = expanded.matchAll(new RegExp(`(?<!\\\\)\\$(?:(${NAME})|\\{[#!]?(${NAME}))`, 'g'));
  const names = [...used].map(([, plain, braced]) => plain ?? braced!);
  return [...new Set(names)].filter((name) => !set.has(name) && !OF_THE_SHELL.test(name)).sort();
}

/**
 * The words of a shell command that may name files, quotes taken away: not what is expanded, not options, not what it writes to
 * (`> file`), but what it reads (`< file`) and what another shell is to do (`bash -c 'sh do.sh'`).
 */
export function wordsOf(command: string): string[] {
  const written = command.replaceAll(/(?:\d|&)?>{1,2}\|?\s*(?!&)("[^"]*"|'[^']*'|[^\s;&|<>()]+)/g, ' ');
  const words = written
    .split(/[\s;&|<>()'"`=,]+/)
    .filter((word) => word !== '' && !/^-|[$*?{}\\]|:\/\//.test(word));
  return [...new Set(words)];
}

/** What stands in single quotes is not expanded, unless another shell is to do it. */
function withoutSingleQuotes(command: string): string {
  return command.replaceAll(/(\w*sh\s+(?:-\w+\s+)*-\w*c\s+)?'[^']*'/g, (text, shell: string | undefined) =>
    shell === undefined ? "''" : text,
  );
}
