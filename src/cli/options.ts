/** Options that every command takes. */
export interface GlobalOptions {
  profile?: string;
  set?: string[];
  only?: string[];
  jobs?: number;
  /** Where instances run whose stage does not say. */
  executor?: 'local' | 'slurm';
  keepGoing?: boolean;
  force?: boolean;
  dryRun?: boolean;
  /** How many instances of each stage; without a number one. */
  checkDeterminism?: number;
  json?: boolean;
  cwd?: string;
  cacheDir?: string;
  dataDir?: string;
  color: boolean;
}
