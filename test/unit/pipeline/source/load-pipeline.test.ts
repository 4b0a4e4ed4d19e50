import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

/** The message about a pipeline.yaml with this text. */
function faultsOf(text: string): Promise<string> {
  const folder = projectFolder({ 'pipeline.yaml': text });
  return messageOf(loadPipeline(join(folder, 'pipeline.yaml')), folder);
}

describe('loadPipeline', () => {
  it('reads a pipeline and knows where its stages stand', async () => {
    const folder = projectFolder({
      'pipeline.yaml': 'version: 1\nstages:\n  a: { uses: a.ts }\n  b:\n    run: ls\n    outputs: [x]\n',
    });
    const { config, locations } = await loadPipeline(join(folder, 'pipeline.yaml'));
    expect(config.stages['b']).toEqual({ run: 'ls', outputs: ['x'] });
    expect(config.params).toEqual({});
    const file = join(folder, 'pipeline.yaml');
    expect(locations).toEqual({ a: { file, line: 3, column: 3 }, b: { file, line: 4, column: 3 } });
  });

  it('understands anchors, aliases and merge keys', async () => {
    const text = 'version: 1\nparams:\n  a: &base { x: 1, y: 2 }\n  b: { <<: *base, y: 3 }\nstages: {}\n';
    const { config } = await loadPipeline(join(projectFolder({ 'pipeline.yaml': text }), 'pipeline.yaml'));
    expect(config.params['b']).toEqual({ x: 1, y: 3 });
  });

  it('says that it is a folder', async () => {
    const folder = projectFolder({ 'pipeline.yaml/x': '' });
    expect(await messageOf(loadPipeline(join(folder, 'pipeline.yaml')), folder)).toBe(
      'pipeline.yaml is a folder, expected a file',
    );
  });

  it.skipIf(process.platform === 'win32')('says that it is a pipe, without waiting for it', async () => {
    const folder = projectFolder({});
    execFileSync('mkfifo', [join(folder, 'pipeline.yaml')]);
    expect(await messageOf(loadPipeline(join(folder, 'pipeline.yaml')), folder)).toBe(
      'pipeline.yaml is a pipe or a device, expected a file',
    );
  });

  it('says that the file cannot be read', async () => {
    const folder = projectFolder({});
    expect(await messageOf(loadPipeline(join(folder, 'pipeline.yaml')), folder)).toBe(
      `pipeline.yaml cannot be read: ENOENT: no such file or directory, open 'pipeline.yaml'`,
    );
  });
});

describe('faults of the form', () => {
  it.each([
    ['matrix: { n: [-0] }', 'stages.a.matrix.n.0 is -0, which would be kept as 0'],
    ['matrix: { n: [12345678901234567891] }', '12345678901234567000'],
    [
      'matrix: { n: [!!timestamp 2020-01-01] }',
      'stages.a.matrix.n.0 is a date, which parameters cannot hold',
    ],
    ['timeout: .nan', 'stages.a.timeout is not a finite number'],
    ['retries: 1e999', 'stages.a.retries is not a finite number'],
    ['env: !!set { x }', 'stages.a.env is a set, which parameters cannot hold'],
    ['matrix: *b', 'there is no anchor "b" before this'],
    ['with: { x: &x [.nan] }, matrix: { n: *x }', 'stages.a.with.x.0 is not a finite number'],
    ['with: { x: &x { retries: .inf } }, <<: *x', 'stages.a.with.x.retries is not a finite number'],
  ])('%s is one fault', async (setting, message) => {
    const text = await faultsOf(`version: 1\nstages:\n  a: { run: ls, outputs: [x], ${setting} }\n`);
    expect(text).toContain(message);
    expect(text).not.toMatch(/wrong value|\d+ faults/);
  });

  it('are reported all at once, in the order of the file', async () => {
    const text = `version: 2
foo: 1
params: { a: .nan }
stages:
  a:
    uses: x
    usess: 1
    resources: { threads: a, memory: 3 }
    needs: { x: { file: 3 }, y: 7, z: { fil: a } }
    matrix: { a: 3, b: [{ x: 1 }] }
    timeout: abc
    retries: 1000
    env: [3, a b]
    temporary: maybe
    publish:
  1b: { run: ls, outputs: [x] }
  c: 3
`;
    expect(await faultsOf(text)).toBe(`pipeline.yaml:1:10: wrong value of version
  1 | version: 2
    |          ^
  expected 1, received 2

pipeline.yaml:2:1: unknown key "foo"
  2 | foo: 1
    | ^^^
  there are: version, title, params, profiles, defaultProfile, remotes, executor, executors, stages

pipeline.yaml:3:14: params.a is not a finite number
  3 | params: { a: .nan }
    |              ^^^^
  expected a number that JSON can hold

pipeline.yaml:7:5: unknown key "usess" in stages.a
  7 |     usess: 1
    |     ^^^^^
  did you mean "uses"?

pipeline.yaml:8:27: wrong value of stages.a.resources.threads
  8 |     resources: { threads: a, memory: 3 }
    |                           ^
  expected a whole number of at least 1, received the text "a"

pipeline.yaml:8:38: wrong value of stages.a.resources.memory
  8 |     resources: { threads: a, memory: 3 }
    |                                      ^
  expected a size such as "512 MB" or "2 GB", received 3

pipeline.yaml:9:25: wrong value of stages.a.needs.x.file
  9 |     needs: { x: { file: 3 }, y: 7, z: { fil: a } }
    |                         ^
  expected text, received 3

pipeline.yaml:9:33: wrong value of stages.a.needs.y
  9 |     needs: { x: { file: 3 }, y: 7, z: { fil: a } }
    |                                 ^
  expected a stage name, a list of stage names, { file: path }, { data: name }, or { inputsOf: stage, input: name }, received 7

pipeline.yaml:9:36: the key "file" is missing in stages.a.needs.z
  9 |     needs: { x: { file: 3 }, y: 7, z: { fil: a } }
    |                                    ^
  expected text

pipeline.yaml:9:41: unknown key "fil" in stages.a.needs.z
  9 |     needs: { x: { file: 3 }, y: 7, z: { fil: a } }
    |                                         ^^^
  did you mean "file"?

pipeline.yaml:10:18: wrong value of stages.a.matrix.a
  10 |     matrix: { a: 3, b: [{ x: 1 }] }
     |                  ^
  expected a list of values, or a reference to one, received 3

pipeline.yaml:10:25: the key "id" is missing in stages.a.matrix.b.0
  10 |     matrix: { a: 3, b: [{ x: 1 }] }
     |                         ^^^^^^^^
  expected text or a number

pipeline.yaml:11:14: wrong value of stages.a.timeout
  11 |     timeout: abc
     |              ^^^
  expected a time such as "90s", "30m" or "2h", received the text "abc"

pipeline.yaml:12:14: wrong value of stages.a.retries
  12 |     retries: 1000
     |              ^^^^
  expected a number that is at most 100, received 1000

pipeline.yaml:13:11: wrong value of stages.a.env.0
  13 |     env: [3, a b]
     |           ^
  expected text, received 3

pipeline.yaml:13:14: wrong value of stages.a.env.1
  13 |     env: [3, a b]
     |              ^^^
  expected the name of an environment variable, received the text "a b"

pipeline.yaml:14:16: wrong value of stages.a.temporary
  14 |     temporary: maybe
     |                ^^^^^
  expected true or false, received the text "maybe"

pipeline.yaml:15:5: wrong value of stages.a.publish
  15 |     publish:
     |     ^^^^^^^
  expected text, received nothing (null)

pipeline.yaml:16:3: the name "1b" is not allowed in stages
  16 |   1b: { run: ls, outputs: [x] }
     |   ^^
  expected a letter first, then letters, digits, - and _

pipeline.yaml:17:6: wrong value of stages.c
  17 |   c: 3
     |      ^
  expected a map, received 3

20 faults; nothing was run.`);
  });

  it('name a stage that says neither, both, or half of what it does', async () => {
    const text = `version: 1
stages:
  a: {}
  b: { uses: x, run: ls, outputs: [y] }
  c: { run: ls }
`;
    expect(await faultsOf(text)).toBe(`pipeline.yaml:3:3: the stage says neither "uses" nor "run"
  3 |   a: {}
    |   ^

pipeline.yaml:4:17: the stage says both "uses" and "run"
  4 |   b: { uses: x, run: ls, outputs: [y] }
    |                 ^^^

pipeline.yaml:4:26: "outputs" belongs to "run"; a stage file declares its own
  4 |   b: { uses: x, run: ls, outputs: [y] }
    |                          ^^^^^^^

pipeline.yaml:5:8: the stage has a "run" command but no "outputs"
  5 |   c: { run: ls }
    |        ^^^

4 faults; nothing was run.`);
  });

  it('name "network: false" of a stage that has it anyway', async () => {
    const text = `version: 1
stages:
  a: { run: ls, outputs: [y], network: false }
  b: { run: ls, outputs: [y], sandbox: false, network: false }
  c: { run: ls, outputs: [y], sandbox: '\${{ params.x }}', network: true }
  d: { run: ls, outputs: [y], sandbox: yes }
  e: { run: ls, outputs: [y], network: true }
`;
    expect(await faultsOf(text))
      .toBe(`pipeline.yaml:3:31: "network: false" belongs to "sandbox: true"; every other stage has the network
  3 |   a: { run: ls, outputs: [y], network: false }
    |                               ^^^^^^^

pipeline.yaml:4:47: "network: false" belongs to "sandbox: true"; every other stage has the network
  4 |   b: { run: ls, outputs: [y], sandbox: false, network: false }
    |                                               ^^^^^^^

pipeline.yaml:6:40: wrong value of stages.d.sandbox
  6 |   d: { run: ls, outputs: [y], sandbox: yes }
    |                                        ^^^
  expected true or false, received the text "yes"

3 faults; nothing was run.`);
  });

  it('are found beside a key that stands twice', async () => {
    const text = 'version: 1\ntitle: 3\nstages: {}\ntitle: 4\n';
    expect(await faultsOf(text)).toBe(`pipeline.yaml:4:1: the key stands twice in one map
  4 | title: 4
    | ^^^^^
  remove one of them

pipeline.yaml:4:8: wrong value of title
  4 | title: 4
    |        ^
  expected text, received 4

2 faults; nothing was run.`);
  });

  it('are not guessed at after a syntax error', async () => {
    expect(await faultsOf('version: 1\nparams: [1, 2\nstages: 3\n'))
      .toBe(`pipeline.yaml:3:1: not YAML: flow sequence in block collection must be sufficiently indented and end with a ]
  3 | stages: 3
    | ^

1 fault; nothing was run.`);
  });

  it('explain that a reference inside braces needs quotes', async () => {
    const text = 'version: 1\nstages:\n  a: { uses: x, with: { b: ${{ params.b }} } }\n';
    expect(await faultsOf(text)).toContain(
      "inside { } and [ ] a reference needs quotes: '${{ params.NAME }}'",
    );
  });

  it('say that an empty file lacks everything', async () => {
    expect(await faultsOf('')).toBe(`pipeline.yaml:1:1: wrong value
  1 | 
    | ^
  expected a map, received nothing (null)

1 fault; nothing was run.`);
  });
});

describe('values that keys would not see', () => {
  it('are refused in params, profiles and stages alike, each with its place', async () => {
    const text = `version: 1
params: { t: !!timestamp 2020-01-01, big: 12345678901234567891 }
profiles: { p: { t: !!set { x } } }
stages:
  a: { uses: x, with: { pi: 3.14159265358979323846 } }
`;
    expect(await faultsOf(text)).toBe(`pipeline.yaml:2:14: params.t is a date, which parameters cannot hold
  2 | params: { t: !!timestamp 2020-01-01, big: 12345678901234567891 }
    |              ^^^^^^^^^^^^^^^^^^^^^^
  expected text, a number, true, false, null, a list or a map
  write it in quotes, without a tag: '2020-01-01'

pipeline.yaml:2:43: params.big is 12345678901234567891, which would be kept as 12345678901234567000
  2 | params: { t: !!timestamp 2020-01-01, big: 12345678901234567891 }
    |                                           ^^^^^^^^^^^^^^^^^^^^
  expected a number that a double holds as it is written (up to 15 digits always are)
  write 12345678901234567000, or put it in quotes

pipeline.yaml:3:21: profiles.p.t is a set, which parameters cannot hold
  3 | profiles: { p: { t: !!set { x } } }
    |                     ^^^^^^^^^^^
  expected text, a number, true, false, null, a list or a map
  write a list

pipeline.yaml:5:29: stages.a.with.pi is 3.14159265358979323846, which would be kept as 3.141592653589793
  5 |   a: { uses: x, with: { pi: 3.14159265358979323846 } }
    |                             ^^^^^^^^^^^^^^^^^^^^^^
  expected a number that a double holds as it is written (up to 15 digits always are)
  write 3.141592653589793, or put it in quotes

4 faults; nothing was run.`);
  });

  it('are refused where the file is in another encoding', async () => {
    const folder = projectFolder({});
    const file = join(folder, 'pipeline.yaml');
    writeFileSync(file, Buffer.from('version: 1\ntitle: caf\u00e9\nstages: {}\n', 'latin1'));
    const error = await loadPipeline(file).then(undefined, (reason: unknown) => reason as PipelineError);
    expect(error).toEqual(
      new PipelineError('bad-pipeline', `${file} is not text in UTF-8`, {
        location: { file, line: 2, column: 11 },
        hint: String.raw`save it in UTF-8, or write the characters there as "\u…" in double quotes`,
      }),
    );
  });
});

describe('a cache folder', () => {
  it('lets the same text pass without another check, and another text not', async () => {
    const folder = projectFolder({ 'pipeline.yaml': 'version: 1\ntitle: one\nstages: {}\n' });
    const [file, cache] = [join(folder, 'pipeline.yaml'), join(folder, 'cache')];
    mkdirSync(cache);
    const first = await loadPipeline(file, cache);
    const second = await loadPipeline(file, cache);
    expect([second.config, second.locations]).toEqual([first.config, first.locations]);
    expect(readFileSync(join(cache, 'pipeline.json'), 'utf8')).toContain('"title":"one"');
    writeFileSync(file, 'version: 1\ntitle: two\nstages: {}\n');
    expect((await loadPipeline(file, cache)).config.title).toBe('two');
  });
});
