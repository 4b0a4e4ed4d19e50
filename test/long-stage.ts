/** A schema that takes everything: importing zod would cost each worker more than the stages themselves. */
export const anything = '{ safeParse: (data) => ({ success: true, data }) }';

/**
 * The text of a stage that takes its time step by step, and goes on from its checkpoint: `params` are `steps`, `stepMs`, `saveEvery` (steps),
 * and `generation`, which changes the result.
 * @param journal - whether it says at every step, in the file that EOS_TEST_JOURNAL names, that `params.name` works, where and as which process
 */
export function longStage({ journal = false }: { journal?: boolean } = {}): string {
  const line = "params.name + ' ' + output + ' ' + process.pid + ' ' + state.step + '\\n'";
  return `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export default {
  name: 'long', description: '', params: ${anything}, inputs: {}, outputs: ['result.txt'],
  async run({ params, seed, output, checkpoint, signal, progress }) {
    const folder = checkpoint.load();
    let state = folder ? JSON.parse(readFileSync(folder + '/state.json', 'utf8')) : { step: 0, value: seed, trail: [] };
    const save = () => checkpoint.save((place) => writeFileSync(place + '/state.json', JSON.stringify(state)));
    while (state.step < params.steps) {
      if (signal.aborted) { await save(); throw signal.reason; }
      ${journal ? `appendFileSync(process.env.EOS_TEST_JOURNAL, ${line});` : ''}
      state.value = (state.value * 48271 + params.generation) % 2147483647;
      state.step++;
      state.trail.push(state.value);
      if (state.step % params.saveEvery === 0) await save();
      progress({ fraction: state.step / params.steps });
      await setTimeout(params.stepMs);
    }
    writeFileSync(output + '/result.txt', state.trail.join('\\n'));
    return { value: state.value };
  },
};
`;
}
