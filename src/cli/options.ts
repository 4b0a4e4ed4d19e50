/** Options that every command takes. */
export interface GlobalOptions {
  profile?: string;
  set?: string[];
  only?: string[];
  jobs?: number;
  keepGoing?: boolean;
  force?: boolean;
  dryRun?: boolean;
  json?: boolean;
  cwd?: string;
  cacheDir?: string;
  dataDir?: string;
  color: boolean;
}
