/** The version of eos-pipeline, as package.json has it: written out, so that it counts in the key of what shows it. */
export const version = '0.1.0';
