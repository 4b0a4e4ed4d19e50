import { Command, InvalidArgumentError, Option } from 'commander';
import { durationMs } from '../pipeline/source/quantity.ts';
import type { GlobalOptions } from './options.ts';
import { version } from '../version.ts';

/** A command: takes its arguments and all options, and gives the exit code. */
type Action<Options> = (
  args: string[],
  options: Options & GlobalOptions,
  program: Command,
) => Promise<number> | number;

/** The command line with every command; each command's code is loaded only when it runs. */
export function createProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('eos-pipeline')
    .description('Re-creates the paper from data to report, running again only what a change invalidates.')
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .helpCommand(false)
    .allowExcessArguments(false);
  for (const option of globalOptions()) program.addOption(option);

  const command = <Options>(
    spec: string,
    description: string,
    load: () => Promise<{ run: Action<Options> }>,
    hidden = false,
  ): Command => {
    const added = program
      .command(spec, { isDefault: spec.startsWith('repro'), hidden })
      .description(description)
      .allowExcessArguments(false)
      .action(async (...given: unknown[]) => {
        const args = given
          .slice(0, -2)
          .flat()
          .filter((argument) => argument !== undefined) as string[];
        const { run } = await load();
        finish(await run(args, added.optsWithGlobals<Options & GlobalOptions>(), program));
      });
    return added;
  };

  command(
    'repro [targets...]',
    'bring everything (or the targets) up to date; the default',
    () => import('./commands/repro.ts'),
  )
    .addOption(
      new Option(
        '--time-budget <time>',
        'stop after 90s, 30m or 5.5h: nothing more is started, what runs saves its state; exit code 4',
      ).argParser(timeBudget),
    )
    .option(
      '--detach',
      'end when what can be submitted is, and leave the jobs in the cluster; the same command takes them up again',
    )
    .option(
      '--publish-to <folder>',
      'publish there, with a lock file beside it; what is published and pipeline.lock stay as they are',
    );
  command(
    'status [targets...]',
    'what is up to date and what is not, one line a stage',
    () => import('./commands/status.ts'),
  )
    .addOption(textOrMarkdown())
    .option('--check', 'exit code 3 where something is not up to date');
  command(
    'why [target]',
    'why an instance has to run: old and new value of what moved',
    () => import('./commands/why.ts'),
  );
  command('dag', 'the graph of the stages', () => import('./commands/dag.ts'))
    .addOption(
      new Option('--format <format>', 'how to draw it')
        .choices(['ascii', 'mermaid', 'dot', 'html'])
        .default('ascii'),
    )
    .option('--full', 'every instance instead of one node a matrix stage')
    .option('--output <file>', 'write to a file');
  command('log [target]', "an instance's newest log", () => import('./commands/log.ts'));
  command(
    'metrics [targets...]',
    'the metrics of the instances',
    () => import('./commands/metrics.ts'),
  ).addOption(textOrMarkdown());
  command(
    'diff [revision]',
    'parameters, outputs and metrics against pipeline.lock of a git revision (HEAD), a kept result or another lock file',
    () => import('./commands/diff.ts'),
  )
    .addOption(textOrMarkdown())
    .option('--report', 'also the numbers of both reports that differ, where the cache has both')
    .option('--exit-code', 'exit code 1 where something differs');
  command(
    'keep [name]',
    'keep the present results under a name, for later comparison; without a name, list what is kept',
    () => import('./commands/keep.ts'),
  ).option('--remove <name>', 'keep them no longer');
  command('verify', 'hash everything in the cache again and compare', () => import('./commands/verify.ts'));
  command('gc', 'remove what nothing refers to any more', () => import('./commands/gc.ts'))
    .addOption(
      new Option('--keep-days <days>', 'also keep what was used in the last days')
        .argParser(natural)
        .default(0),
    )
    .addOption(
      new Option(
        '--keep-current',
        'keep only what pipeline.lock and the profile in force reach, not every profile',
      ).conflicts(['keepDays', 'forget']),
    )
    .addOption(
      new Option('--quarantine-days <days>', 'keep what was set aside in the last days')
        .argParser(natural)
        .default(30),
    )
    .addOption(
      new Option(
        '--forget <folder>',
        'the results of another project that uses this cache may go (repeatable)',
      ).argParser(collect),
    );
  command('report', 'where the report is', () => import('./commands/report.ts'))
    .option('--open', 'open it in the browser')
    .option('--serve', 'serve it to this machine; the page reloads itself when it is rendered anew')
    .addOption(new Option('--port <number>', 'port for --serve (default: any free one)').argParser(positive))
    .addOption(
      new Option(
        '--compare <report>',
        'numbers that differ from those of another report: a kept result, a folder, a report.json, or "reference"',
      ).conflicts(['serve', 'open']),
    )
    .addOption(textOrMarkdown())
    .option(
      '--exit-code',
      'with --compare: exit code 1 where a number differs by more than its tolerance, or a verdict',
    );
  command(
    'doctor',
    'the machine, the cache folder and the linear algebra in use',
    () => import('./commands/doctor.ts'),
  ).option('--cross-check', 'compute with two backends that share no kernel, and compare');
  command(
    'data <files...>',
    'what data are, how they would be imported, and the block of pipeline.yaml that does it',
    () => import('./commands/data.ts'),
  )
    .option('--label <column>', 'the column of the class, where it cannot be guessed')
    .option('--encoding <name>', 'the encoding of a text that is not in UTF-8');
  command(
    'init',
    'write a commented pipeline.yaml with a stage of your own',
    () => import('./commands/init.ts'),
  ).addOption(
    new Option(
      '--ci <service>',
      'write instead the file that runs the pipeline in continuous integration',
    ).choices(['github', 'gitlab']),
  );
  command('schema', 'print the JSON schema of pipeline.yaml', () => import('./commands/schema.ts'));
  command(
    'completion <shell>',
    'print a completion script for bash, zsh or fish',
    () => import('./commands/shell/completion.ts'),
  );
  command(
    'complete [words...]',
    'the words that may follow, for completion scripts',
    () => import('./commands/shell/complete.ts'),
    true,
  );
  return program;
}

function textOrMarkdown(): Option {
  return new Option('--format <format>', 'as what to write it').choices(['text', 'markdown']).default('text');
}

function globalOptions(): Option[] {
  return [
    new Option('--profile <name>', 'a profile of pipeline.yaml'),
    new Option('--set <path=value>', 'change a value: params.network.width=64 (repeatable)').argParser(
      collect,
    ),
    new Option(
      '--only <axis=value>',
      'only instances with this value on this matrix axis (repeatable)',
    ).argParser(collect),
    new Option('-j, --jobs <number>', 'instances at the same time; the number of cores by default').argParser(
      positive,
    ),
    new Option(
      '--executor <name>',
      'where instances run: in processes of this machine, or as jobs of a Slurm cluster',
    ).choices(['local', 'slurm']),
    new Option('--keep-going', 'after a failure, go on with what does not need the failed instance'),
    new Option('--force', 'run the targets although they are up to date'),
    new Option(
      '--dry-run',
      'say what would be done and why, and do nothing (stage files are loaded to check their parameters)',
    ),
    new Option(
      '--check-determinism [number]',
      'run so many instances of each stage (1) again that are up to date, and compare the bytes; stores nothing',
    )
      .preset('1')
      .argParser(positive),
    new Option('--json', 'output for programs: events as JSON lines, else one JSON document'),
    new Option('--cwd <folder>', 'the project folder'),
    new Option(
      '--data-dir <folder>',
      'files obtained by hand, laid out as the downloads they replace; also EOS_DATA_DIR',
    ),
    new Option('--cache-dir <folder>', 'the cache folder; cache/ in the project by default'),
    new Option('--no-color', 'no colours'),
  ];
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number of at least 1 is expected.');
  return value;
}

function timeBudget(text: string): number {
  const timeMs = durationMs(text);
  if (timeMs === undefined)
    throw new InvalidArgumentError('A time above zero with its unit is expected: 90s, 30m, 5.5h.');
  return timeMs;
}

function natural(text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('A number of days is expected.');
  return value;
}
