/** Variables that a command is handed, besides those of its inputs. */
export const COMMAND_VARIABLES = ['EOS_OUTPUT', 'EOS_PARAMS', 'EOS_SEED'] as const;

/** The environment variable that tells a command where an input lies: `my-data` → `EOS_INPUT_MY_DATA`. */
export function inputVariable(name: string): string {
  return `EOS_INPUT_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;
}
