import fc from 'fast-check';
import { writeProject } from '../../project-folder.ts';

/** One stage of a random project: it joins what it needs with its parameter, its file and a variable. */
interface RandomStage {
  kind: 'run' | 'uses';
  /** Positions of earlier stages. */
  needs: number[];
  /** Position of one of the input files, if it reads one. */
  file: number | undefined;
  parameter: number;
  /** The stage asks for the variable EOS_ORACLE. */
  variable: boolean;
  /** A stage that gives the same bytes for several parameters: what needs it stays fresh. */
  coarse: boolean;
  temporary: boolean;
}

/** Everything that a person might change between two runs. */
export interface RandomProject {
  stages: RandomStage[];
  files: string[];
  /** A value in a module that the stage files import, and a comment there. */
  code: number;
  comment: number;
  variable: string;
}

/** A change between two runs. */
export type Edit = (project: RandomProject) => RandomProject;

const FILES = 2;

const stage = (position: number): fc.Arbitrary<RandomStage> =>
  fc.record({
    kind: fc.constantFrom('run' as const, 'uses' as const),
    needs: position === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(position - 1), { maxLength: 2 }),
    file: fc.option(fc.nat(FILES - 1), { nil: undefined }),
    parameter: fc.nat(3),
    variable: fc.boolean(),
    coarse: fc.boolean(),
    temporary: fc.boolean(),
  });

/** Two to five stages that need each other in any way without a circle. */
export const randomProject: fc.Arbitrary<RandomProject> = fc.integer({ min: 2, max: 5 }).chain((count) =>
  fc.record({
    stages: fc.tuple(...Array.from({ length: count }, (_, position) => stage(position))),
    files: fc.tuple(...Array.from({ length: FILES }, () => fc.constantFrom('a', 'b'))),
    code: fc.nat(2),
    comment: fc.constant(0),
    variable: fc.constantFrom('', 'x'),
  }),
);

const one = <T>(list: readonly T[], position: number, change: (value: T) => T): T[] =>
  list.map((value, index) => (index === position % list.length ? change(value) : value));

/** A change of a parameter, a file, the code, a comment, a variable, what a stage needs, or what it is. */
export const randomEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(9), fc.nat(3)).map(([at, parameter]): Edit => (project) => ({
    ...project,
    stages: one(project.stages, at, (given) => ({ ...given, parameter })),
  })),
  fc.tuple(fc.nat(9), fc.constantFrom('a', 'b', 'c')).map(([at, text]): Edit => (project) => ({
    ...project,
    files: one(project.files, at, () => text),
  })),
  fc.nat(2).map((code): Edit => (project) => ({ ...project, code })),
  fc.constant((project: RandomProject) => ({ ...project, comment: project.comment + 1 })),
  fc.constantFrom('', 'x', 'y').map((variable): Edit => (project) => ({ ...project, variable })),
  fc.nat(9).map((at): Edit => (project) => ({
    ...project,
    stages: one(project.stages, at, (given) => ({ ...given, needs: given.needs.slice(1) })),
  })),
  fc.nat(9).map((at): Edit => (project) => ({
    ...project,
    stages: one(project.stages, at, (given) => ({ ...given, kind: given.kind === 'run' ? 'uses' : 'run' })),
  })),
  fc.nat(9).map((at): Edit => (project) => ({
    ...project,
    stages: one(project.stages, at, (given) => ({ ...given, temporary: !given.temporary })),
  })),
);

/** Writes a project to its folder, all files of it. */
export function writeRandomProject(folder: string, { stages, files, code, comment }: RandomProject): void {
  writeProject(folder, {
    'package.json': '{ "type": "module" }',
    'lib/value.js': `// ${comment}\nexport const value = ${code};\nexport const unused = ${comment};\n`,
    ...Object.fromEntries(files.map((text, number) => [`in/${number}.txt`, text])),
    'stages/join.js': JOIN,
    'pipeline.yaml': `version: 1\nstages:\n${stages.map(stageYaml).join('')}`,
  });
}

const JOIN = `import { readFileSync, writeFileSync } from 'node:fs';
import { value } from '../lib/value.js';
export default {
  name: 'join', description: '', inputs: { from: 'many', file: 'one' }, outputs: ['x'],
  params: { safeParse: (data) => ({ success: true, data }) },
  run({ params, input, inputs, output }) {
    const parts = params.needs > 0 ? inputs('from').map(({ path }) => readFileSync(path + '/x', 'utf8')) : [];
    const file = params.file ? readFileSync(input('file').path, 'utf8') : '';
    const own = params.coarse ? Math.floor(params.parameter / 2) : params.parameter;
    const variable = params.variable ? (process.env.EOS_ORACLE ?? '') : '';
    writeFileSync(output + '/x', [...parts, file, own, value, variable].join(','));
  },
};
`;

function stageYaml(
  { kind, needs, file, parameter, variable, coarse, temporary }: RandomStage,
  position: number,
): string {
  const inputs = [
    ...(needs.length > 0 ? [`from: [${needs.map((number) => `s${number}`).join(', ')}]`] : []),
    ...(file === undefined ? [] : [`file: { file: in/${file}.txt }`]),
  ];
  const command = [
    ...(needs.length > 0 ? ['for d in $EOS_INPUT_FROM; do cat $d/x; done'] : []),
    ...(file === undefined ? [] : ['cat $EOS_INPUT_FILE']),
    `echo ${coarse ? Math.floor(parameter / 2) : parameter}`,
    ...(variable ? ['echo $EOS_ORACLE'] : []),
  ];
  const work =
    kind === 'run'
      ? `    run: '{ ${command.join('; ')}; } > $EOS_OUTPUT/x'\n    outputs: [x]\n`
      : `    uses: ./stages/join.js\n    with: { needs: ${needs.length}, file: ${file !== undefined}, parameter: ${parameter}, coarse: ${coarse}, variable: ${variable} }\n`;
  return `  s${position}:
${work}${inputs.length > 0 ? `    needs: { ${inputs.join(', ')} }\n` : ''}${variable ? '    env: [EOS_ORACLE]\n' : ''}${temporary ? '    temporary: true\n' : ''}    publish: out/${position}
`;
}
