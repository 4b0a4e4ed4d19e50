import { Option } from 'commander';
import { ACCESS } from '../../pipeline/remote/remote-address.ts';
import { collect, positive } from './option-values.ts';

/** The options that every command takes. */
export function globalOptions(): Option[] {
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
    new Option(
      '--remote-access <access>',
      'what is done with the remote caches of pipeline.yaml or EOS_REMOTE; also EOS_REMOTE_ACCESS',
    ).choices(ACCESS),
    new Option(
      '--remote-only',
      'run nothing: what neither the cache nor a remote has fails, and so does a remote that does not answer',
    ),
    new Option('--no-color', 'no colours'),
  ];
}
