import { basename, extname } from 'node:path';
import type { ActionIndex } from '../../cache/actions/action-index.ts';
import type { InputSource } from '../../cache/actions/action-record.ts';
import type { StageCode } from '../../cache/code/code-digest.ts';
import type { Digest } from '../../cache/files/digest.ts';
import {
  KEY_FORMAT,
  type KeyFields,
  actionKey,
  seedOf,
  variableDigest,
} from '../../cache/actions/action-key.ts';
import { type InputContent, inputSignature, readInput } from '../../cache/actions/input-content.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { present } from '../../present.ts';

/** An instance whose inputs are known: its key, what the key is made of, and where the inputs come from. */
export interface Resolved {
  key: Digest;
  fields: KeyFields;
  sources: Record<string, InputSource[]>;
  projectFiles: { path: string; signature: Digest }[];
}

/** Makes action keys; reads each project file once a run. */
export class KeyMaker {
  readonly #index: ActionIndex;
  /** The code of each stage file. */
  readonly codes: ReadonlyMap<string, StageCode>;
  readonly #contents = new Map<string, InputContent>();

  constructor(index: ActionIndex, codes: ReadonlyMap<string, StageCode>) {
    this.#index = index;
    this.codes = codes;
  }

  /**
   * Makes the key of an instance. What it needs counts by the digest of its content, not by the key of what made it: a stage that ran
   * again and gave the same bytes leaves the keys after it as they were (early cut-off).
   * @param outputOf - digest of the output of an instance that the resolved one needs
   * @throws PipelineError missing-input for a project file that is not there
   */
  resolve(instance: Instance, outputOf: (id: string) => Digest): Resolved {
    const inputs: Record<string, Digest[]> = {};
    const sources: Record<string, InputSource[]> = {};
    const projectFiles: Resolved['projectFiles'] = [];
    for (const [name, need] of Object.entries(instance.needs)) {
      if (need.kind === 'instances') {
        inputs[name] = need.ids.map(outputOf);
        sources[name] = need.ids.map((id) => ({ instance: id }));
      } else {
        const content = this.#content(need.path);
        inputs[name] = [content.digest];
        sources[name] = [{ file: need.name }];
        projectFiles.push({ path: need.path, signature: content.signature });
      }
    }
    const work = workOf(instance);
    const code = instance.work.kind === 'uses' ? this.codes.get(instance.work.file)!.digest : undefined;
    const fields: KeyFields = {
      format: KEY_FORMAT,
      work,
      params: instance.params,
      seed: seedOf(work, instance.params),
      inputs,
      ...present({ code }),
      ...(instance.threads > 1 && instance.parallel !== true && { threads: instance.threads }),
      env: Object.fromEntries(instance.env.flatMap((name) => environmentEntry(name))),
    };
    return { key: actionKey(fields), fields, sources, projectFiles };
  }

  /** The stage code behind an instance; undefined for a command. */
  codeOf(instance: Instance): StageCode | undefined {
    return instance.work.kind === 'uses' ? this.codes.get(instance.work.file) : undefined;
  }

  /** The stat signature that a project file had when it was looked at in this run. */
  signatureOf(path: string): Digest | undefined {
    return this.#contents.get(path)?.signature;
  }

  #content(path: string): InputContent {
    let content = this.#contents.get(path);
    if (content === undefined) {
      const known = this.#index.get('input', path);
      content = known && known.signature === inputSignature(path) ? known : this.#read(path);
      this.#contents.set(path, content);
    }
    return content;
  }

  #read(path: string): InputContent {
    const content = readInput(path);
    if (content.settled) this.#index.set('input', path, content);
    else this.#index.delete('input', path);
    return content;
  }
}

/** What is run, in a form that does not depend on where the project lies. */
function workOf({ work }: Instance): KeyFields['work'] {
  if (work.kind === 'run') return { run: work.command, outputs: work.outputs };
  return { uses: basename(work.file, extname(work.file)) };
}

function environmentEntry(name: string): [string, Digest][] {
  // process.env inherits from Object: a variable may be called "constructor".
  return Object.hasOwn(process.env, name) ? [[name, variableDigest(name, process.env[name]!)]] : [];
}
