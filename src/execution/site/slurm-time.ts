const DAY_MS = 86_400_000;

/** A time as Slurm prints it (`1:00`, `2:00:00`, `1-12:00:00`); undefined where it is no limit (`infinite`, `UNLIMITED`). */
export function slurmTimeMs(text: string): number | undefined {
  const [, days = '0', clock] = /^(?:(\d+)-)?(\d+(?::\d+){1,2})$/.exec(text) ?? [];
  if (clock === undefined) return undefined;
  const seconds = clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  return Number(days) * DAY_MS + 1000 * seconds;
}
