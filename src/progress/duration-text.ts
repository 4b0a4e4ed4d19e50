/** A time for people: `0.18 s`, `12.3 s`, `3m12s`, `2h05m`. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(0, durationMs) / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)}h${pad(minutes % 60)}m`;
}

/** A time that is only an estimate, in whole seconds: `12s`, `3m12s`, `2h05m`. */
export function estimateText(durationMs: number): string {
  return durationMs < 59_500 ? `${Math.max(1, Math.round(durationMs / 1000))}s` : durationText(durationMs);
}
