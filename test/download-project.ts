import { createHash } from 'node:crypto';
import { projectFolder } from './project-folder.ts';

/** A project that downloads `data.bin`, and counts its bytes. */
export function downloadProject(
  url: string,
  content: Buffer,
  more: { allowUnverified?: boolean } = {},
): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return projectFolder({
    'pipeline.yaml': `version: 1
stages:
  download-data:
    uses: eos-pipeline/stages/download.ts
    needs: { local: { data: [data.bin, unpacked] } }
    with:
      files: [{ url: '${url}', path: data.bin, sizeBytes: ${content.length}, sha256: ${sha256} }]
      allowUnverified: ${more.allowUnverified ?? false}
  count:
    run: cd "$EOS_INPUT_DATA" && find . -name '*.bin' | sort | xargs wc -c > "$EOS_OUTPUT/count.txt"
    needs: { data: download-data }
    outputs: [count.txt]
`,
  });
}
