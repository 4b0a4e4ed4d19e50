import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RobertaEncoder } from '../../../../src/datasets/roberta/encoder.ts';
import { ExportedModel } from '../../../../src/datasets/roberta/exported-model.ts';
import { loadRuntime } from '../../../../src/datasets/onnx/load-runtime.ts';
import { onnxModel, type ModelValue } from '../../../onnx-model.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { TinyRoberta, type ExportKind } from '../../../tiny-roberta.ts';

const model = new TinyRoberta(20, 6);
const tokenizer = { encode: () => [], begin: 0, end: 2 };

async function open(kind: ExportKind): Promise<RobertaEncoder> {
  const path = temporaryFolder();
  model.write(path, kind);
  const encoder = await RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
  onTestFinished(() => encoder.close());
  return encoder;
}

function folderWith(bytes: Uint8Array): { path: string; name: string } {
  const path = temporaryFolder();
  mkdirSync(join(path, 'onnx'));
  writeFileSync(join(path, 'onnx', 'model.onnx'), bytes);
  return { path, name: 'roberta' };
}

const runtime = loadRuntime();

describe.runIf(runtime)(
  'RobertaEncoder with an exported model (only where onnxruntime-node is installed)',
  () => {
    it.each(['hidden state', 'masked words'] as const)(
      'gives the last hidden state of the tokens between begin and end, from a model exported for the %s',
      async (kind) => {
        const encoder = await open(kind);
        expect(encoder.width).toBe(6);
        const sequences = [
          [5, 9, 11],
          [7, 7, 19],
        ];
        const states = await encoder.embed(sequences);
        const expected = sequences.flatMap((ids) => model.hiddenStates([0, ...ids, 2]).slice(1, -1)).flat();
        expect(states).toHaveLength(expected.length);
        for (const [index, value] of expected.entries()) expect(states[index]).toBeCloseTo(value, 4);
      },
    );

    it('gives the same for a sequence alone and in a batch', async () => {
      const encoder = await open('hidden state');
      const batch = await encoder.embed([
        [5, 9],
        [3, 8],
      ]);
      expect([...(await encoder.embed([[3, 8]]))]).toEqual([...batch.subarray(12)]);
    });

    it('names a model that cannot be run', async () => {
      await expect(RobertaEncoder.open(folderWith(Buffer.from('no model')), tokenizer, 1)).rejects.toThrow(
        /^roberta: model\.onnx cannot be run \(.+\): fetch it again$/,
      );
    });

    it('names a model of another kind', async () => {
      const value = (name: string): ModelValue => ({ name, type: 'float32', shape: ['n'] });
      const identity = (input: string, output: string) =>
        onnxModel({
          nodes: [{ operator: 'Identity', inputs: [input], outputs: [output] }],
          inputs: [value(input)],
          outputs: [value(output)],
          weights: [],
        });
      await expect(RobertaEncoder.open(folderWith(identity('x', 'y')), tokenizer, 1)).rejects.toThrow(
        'roberta: model.onnx gives y, expected last_hidden_state, or the logits of a head named lm_head: ' +
          'export RoBERTa for feature extraction or for masked words',
      );
      await expect(
        RobertaEncoder.open(folderWith(identity('x', 'last_hidden_state')), tokenizer, 1),
      ).rejects.toThrow(
        'roberta: model.onnx takes x, expected input_ids, attention_mask and position_ids at most',
      );
    });
  },
);

it.runIf(runtime === undefined)('says that an exported model takes ONNX Runtime', async () => {
  await expect(ExportedModel.open('model.onnx', 'roberta', 1)).rejects.toThrow(
    'roberta: model.onnx runs on ONNX Runtime, which is not installed: "npm install onnxruntime-node --ignore-scripts" ' +
      'installs it; the published weights, model.safetensors, need nothing',
  );
});
