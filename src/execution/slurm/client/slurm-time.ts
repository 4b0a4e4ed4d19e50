const MINUTE_MS = 60_000;

/** Milliseconds of a time as Slurm writes it (`1-12:00:00`, `30:00`, `45`: minutes); undefined where there is no limit. */
export function slurmTimeMs(text: string): number | undefined {
  const [, days, clock] = /^(?:(\d+)-)?(\d+(?::\d+){0,2})$/.exec(text) ?? [];
  if (clock === undefined) return undefined;
  const parts = clock.split(':').map(Number);
  // With days the first part is hours; alone it is minutes; of two it is minutes, of three hours.
  const [hours, minutes, seconds] =
    days !== undefined
      ? [parts[0], parts[1], parts[2]]
      : parts.length === 3
        ? parts
        : [0, parts[0], parts[1]];
  const whole = ((Number(days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return whole * 1000;
}

/** A time limit as sbatch takes it: whole minutes, since Slurm counts no finer. */
export function slurmMinutes(timeMs: number): number {
  return Math.max(1, Math.ceil(timeMs / MINUTE_MS));
}
