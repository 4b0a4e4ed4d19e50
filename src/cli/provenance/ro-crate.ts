import { companions, COMPANION_MARK } from '../../cache/companions.ts';
import type { ManifestEntry } from '../../cache/outputs/manifest.ts';
import type { Report } from '../../report/data/build-report.ts';
import { paperArticle } from '../../report/paper/citations.ts';
import { version } from '../../version.ts';
import { fileEntities } from './crate-files.ts';
import { sourceEntities } from './crate-sources.ts';
import type { Entity } from './entity.ts';
import { flatValues } from './flat-values.ts';
import { commitText, type Circumstances } from './publication-text.ts';
import type { RunFacts } from './run-facts.ts';

/** The profile of RO-Crate for what a program computed: https://www.researchobject.org/workflow-run-crate/. */
const PROFILE = 'https://w3id.org/ro/wfrun/process/0.5';

const ref = (id: string) => ({ '@id': id });

/**
 * `ro-crate-metadata.json` of a published report (RO-Crate 1.1, Process Run Crate 0.5): its files with digests, the data that it
 * rests on, the code and the parameters that computed it, and the run that did so.
 * @param license SPDX identifier of the project's licence; absent where it names none
 */
export function roCrate(
  report: Report,
  entries: readonly ManifestEntry[],
  about: Circumstances,
  facts: RunFacts,
  license: string | undefined,
): object {
  const files = fileEntities(entries);
  const { inputs, code } = sourceEntities(facts.results);
  const datasets = report.datasets.map(({ name, title, attribution }): Entity => ({
    '@id': `#dataset-${name}`,
    '@type': 'Dataset',
    name: title,
    description: attribution,
  }));
  const parameters = flatValues(about.params).map(([path, value]): Entity => ({
    '@id': `#parameter-${path}`,
    '@type': 'PropertyValue',
    name: path,
    value,
  }));
  const licence = licenceEntity(license);
  const [node] = facts.node[0] ?? [];
  const software = [...(node === undefined ? [] : [['Node.js', node] as const]), ...toolsOf(facts)].map(
    ([name, text], index): Entity => ({
      '@id': `#software-${index}`,
      '@type': 'SoftwareApplication',
      name,
      softwareVersion: text,
    }),
  );
  const machines = facts.machines.map(([text]) => text).join('; ');
  return {
    '@context': ['https://w3id.org/ro/crate/1.1/context', 'https://w3id.org/ro/terms/workflow-run/context'],
    '@graph': [
      {
        '@id': companions.crate,
        '@type': 'CreativeWork',
        conformsTo: ref('https://w3id.org/ro/crate/1.1'),
        about: ref('./'),
        description: `${COMPANION_MARK}.`,
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: report.title,
        description: `A re-creation of the experiments of Lowell & Kastner (2024) from data to report: ${report.totals.finished} of ${report.totals.planned} planned networks trained, profile ${about.profile}.`,
        identifier: `sha256:${about.output}`,
        // The latest result decides: the same results have the same date, whenever they are published.
        datePublished: facts.finishedAt ?? 'unknown',
        license: ref(licence['@id']),
        conformsTo: ref(PROFILE),
        isBasedOn: ref(paperArticle.url),
        mentions: ref('#run'),
        hasPart: files.filter(({ top }) => top).map(({ entity }) => ref(entity['@id'])),
      },
      { '@id': PROFILE, '@type': 'CreativeWork', name: 'Process Run Crate', version: '0.5' },
      {
        '@id': paperArticle.url,
        '@type': 'ScholarlyArticle',
        name: paperArticle.title,
        creator: paperArticle.authors.join('; '),
        datePublished: paperArticle.year,
      },
      licence,
      {
        '@id': '#run',
        '@type': 'CreateAction',
        name: `eos-pipeline repro, profile ${about.profile}`,
        description: `${facts.results.length} results; machines: ${machines === '' ? 'unknown' : machines}`,
        actionStatus: ref('http://schema.org/CompletedActionStatus'),
        instrument: ref('#eos-pipeline'),
        ...(facts.startedAt !== undefined && { startTime: facts.startedAt }),
        ...(facts.finishedAt !== undefined && { endTime: facts.finishedAt }),
        object: [...datasets, ...inputs, ...parameters].map((entity) => ref(entity['@id'])),
        result: ref('./'),
      },
      {
        '@id': '#eos-pipeline',
        '@type': 'SoftwareApplication',
        name: 'eos-pipeline',
        softwareVersion: version,
        softwareRequirements: software.map((entity) => ref(entity['@id'])),
      },
      {
        '@id': '#project',
        '@type': 'SoftwareSourceCode',
        name: 'the project folder',
        version: commitText(about.git),
        hasPart: code.map((entity) => ref(entity['@id'])),
      },
      ...[software, code, datasets, inputs, parameters].flat(),
      ...files.map(({ entity }) => entity),
    ],
  };
}

function toolsOf({ software }: RunFacts): (readonly [string, string])[] {
  return Object.entries(software).flatMap(([name, counted]) =>
    counted.map(([text]): [string, string] => [name, text]),
  );
}

function licenceEntity(license: string | undefined): Entity {
  return license === undefined
    ? {
        '@id': '#licence',
        '@type': 'CreativeWork',
        name: 'No licence is stated',
        description: 'The package.json of the project names no licence.',
      }
    : { '@id': `https://spdx.org/licenses/${license}`, '@type': 'CreativeWork', name: license };
}
