import { readFile } from 'node:fs/promises';
import * as tokenizers from '@huggingface/tokenizers';
import { DataError } from '../data-error.ts';
import { findFile, type GivenPath } from '../find-file.ts';

/** Turns a text into token numbers, with the numbers that begin and end a sequence apart. */
export interface RobertaTokenizer {
  encode(text: string): number[];
  begin: number;
  end: number;
}

// The declarations of the package leave out the file extensions that Node's resolution needs, so they resolve to nothing.
const { Tokenizer } = tokenizers as unknown as {
  Tokenizer: new (
    tokenizer: object,
    config: object,
  ) => {
    encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] };
    token_to_id(token: string): number | undefined;
  };
};

/** Reads `tokenizer.json` of a RoBERTa model folder. */
export async function readTokenizer(model: GivenPath): Promise<RobertaTokenizer> {
  const path = await findFile(model, ['tokenizer.json']);
  let tokenizer: InstanceType<typeof Tokenizer>;
  try {
    tokenizer = new Tokenizer(JSON.parse(await readFile(path, 'utf8')) as object, {});
  } catch (cause) {
    throw new DataError(`${model.name}: tokenizer.json is not a tokenizer (${(cause as Error).message})`, {
      cause,
    });
  }
  const [begin, end] = ['<s>', '</s>'].map((token) => tokenizer.token_to_id(token));
  if (begin === undefined || end === undefined)
    throw new DataError(
      `${model.name}: tokenizer.json has no tokens <s> and </s>, expected the tokenizer of RoBERTa`,
    );
  return { encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids, begin, end };
}
