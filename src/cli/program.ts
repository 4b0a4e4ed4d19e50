import { Command, Option } from 'commander';
import { globalOptions } from './arguments/global-options.ts';
import { collect, natural, positive, timeSpan } from './arguments/option-values.ts';
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
      ).argParser(timeSpan),
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
  command(
    'push [targets...]',
    'send results that are up to date to the remote caches',
    () => import('./commands/remote/push.ts'),
  );
  command(
    'pull [targets...]',
    'fetch results from the remote caches, with all that they consist of',
    () => import('./commands/remote/pull.ts'),
  );
  command('gc', 'remove what nothing refers to any more', () => import('./commands/gc.ts'))
    .addOption(
      new Option(
        '--keep-days <days>',
        'also keep what was made in the last days (0; in a remote cache 30)',
      ).argParser(natural),
    )
    .addOption(
      new Option(
        '--remote',
        'collect in the remote caches instead: what this project does not reach and is older than --keep-days',
      ).conflicts(['keepCurrent', 'forget']),
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
  command(
    'export <folder> [targets...]',
    'copy results and checkpoints into a folder, to go on elsewhere: what pipeline.lock names, or the targets',
    () => import('./commands/transfer/export.ts'),
  ).option('--no-checkpoints', 'results alone, without the state of what was interrupted');
  command(
    'import <folder>',
    'take results and checkpoints from an exported folder; what is damaged is refused',
    () => import('./commands/transfer/import.ts'),
  );
  command('report', 'where the report is', () => import('./commands/report.ts'))
    .option('--open', 'open it in the browser')
    .option('--serve', 'serve it to this machine; the page reloads itself when it is rendered anew')
    .addOption(new Option('--port <number>', 'port for --serve (default: any free one)').argParser(positive))
    .addOption(
      new Option(
        '--compare <report>',
        'numbers that differ from those of another report: a kept result, a git revision, a folder, a report.json, or "reference"',
      ).conflicts(['serve', 'open']),
    )
    .addOption(textOrMarkdown())
    .option(
      '--exit-code',
      'with --compare: exit code 1 where a number differs by more than its tolerance, or a verdict',
    );
  command(
    'doctor',
    'the machine, the cache folder and the linear algebra in use; with --executor slurm the cluster',
    () => import('./commands/doctor.ts'),
  )
    .option('--cross-check', 'compute with two backends that share no kernel, and compare')
    .addOption(
      new Option(
        '--wait <time>',
        'with --executor slurm: how long the probe may wait in the queue: 90s, 30m (5m)',
      ).argParser(timeSpan),
    );
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
