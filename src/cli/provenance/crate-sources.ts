import type { ActionRecord } from '../../cache/actions/action-record.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { isJsonObject } from '../../pipeline/values/json.ts';
import type { Entity } from './entity.ts';
import type { RunFacts } from './run-facts.ts';

/** What results rest on: project files and downloads with their digests, and the code of each stage. */
export function sourceEntities(results: RunFacts['results']): { inputs: Entity[]; code: Entity[] } {
  const inputs = new Map<string, Entity>();
  const code = new Map<string, Entity>();
  for (const { instance, record } of results) {
    for (const entity of [...projectFiles(instance, record), ...downloads(instance)])
      inputs.set(entity['@id'], entity);
    const stage = codeOf(instance, record);
    code.set(stage['@id'], stage);
  }
  return { inputs: [...inputs.values()], code: [...code.values()] };
}

function projectFiles({ needs }: Instance, record: ActionRecord | undefined): Entity[] {
  return Object.entries(needs).flatMap(([name, need]) => {
    if (need.kind !== 'file') return [];
    const digest = record?.fields.inputs[name]?.[0];
    // Not in the crate: it lies in the project, and is known by its digest.
    return [
      {
        '@id': `#input-${need.name}`,
        '@type': 'CreativeWork',
        name: need.name,
        ...(digest !== undefined && { identifier: `sha256:${digest}` }),
      },
    ];
  });
}

/** The files that a stage's parameters pin: each with its address, size and digest. */
function downloads({ params }: Instance): Entity[] {
  const files = isJsonObject(params) ? params['files'] : undefined;
  if (!Array.isArray(files)) return [];
  return files.flatMap((file): Entity[] => {
    if (!isJsonObject(file)) return [];
    const { url, path, sizeBytes, sha256 } = file;
    if (typeof url !== 'string' || !URL.canParse(url)) return [];
    return [
      {
        '@id': url,
        '@type': 'File',
        name: typeof path === 'string' ? path : url,
        ...(typeof sizeBytes === 'number' && { contentSize: String(sizeBytes) }),
        ...(typeof sha256 === 'string' && { sha256 }),
      },
    ];
  });
}

function codeOf({ stage, work }: Instance, record: ActionRecord | undefined): Entity {
  const digest = record?.fields.code;
  return {
    '@id': `#stage-${stage}`,
    '@type': 'SoftwareSourceCode',
    name: `the stage ${stage}`,
    programmingLanguage: work.kind === 'uses' ? 'TypeScript' : 'shell',
    ...(work.kind === 'run' && { text: work.command }),
    ...(digest !== undefined && { identifier: `sha256:${digest}`, version: `sha256:${digest}` }),
  };
}
