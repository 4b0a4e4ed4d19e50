/**
 * Gives each stage the environment that this process was started with, and the variables that it declares; what an earlier one had
 * is gone.
 */
export function stageEnvironment(): (declared: Record<string, string | undefined>) => void {
  const base = { ...process.env };
  return (declared) => {
    const wanted = { ...base, ...declared };
    for (const name of Object.keys(process.env))
      if (wanted[name] === undefined) Reflect.deleteProperty(process.env, name);
    for (const [name, value] of Object.entries(wanted)) if (value !== undefined) process.env[name] = value;
  };
}
