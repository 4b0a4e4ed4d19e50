import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { githubWorkflow } from '../../../../src/cli/ci/github-workflow.ts';
import { gitlabPipeline } from '../../../../src/cli/ci/gitlab-pipeline.ts';
import { writeCi } from '../../../../src/cli/ci/write-ci.ts';
import { captured } from '../../../captured.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

const options = (cwd: string): { cwd: string; color: boolean } => ({ cwd, color: false });
const project = { ...smallProject, 'package-lock.json': '{}' };

describe('init --ci', () => {
  it('writes one file that publishes what the pipeline publishes', async () => {
    const folder = projectFolder(project);
    const { text } = await captured(() => writeCi('github', options(folder)));
    expect(text).toMatch(/^\.github\/workflows\/report\.yml\n/);
    expect(readFileSync(join(folder, '.github/workflows/report.yml'), 'utf8')).toBe(
      githubWorkflow('reports'),
    );
    await captured(() => writeCi('gitlab', options(folder)));
    expect(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8')).toBe(gitlabPipeline('reports'));
  });

  it('overwrites nothing', async () => {
    const folder = projectFolder({ ...project, '.github/workflows/report.yml': 'mine' });
    expect(await messageOf(writeCi('github', options(folder)), folder)).toBe(
      '.github/workflows/report.yml is there already; nothing was written',
    );
    expect(readFileSync(join(folder, '.github/workflows/report.yml'), 'utf8')).toBe('mine');
  });

  it('refuses a folder where the file would not be read, or "npm ci" would fail', async () => {
    const folder = projectFolder({ 'paper/pipeline.yaml': smallProject['pipeline.yaml']! });
    mkdirSync(join(folder, '.git'));
    expect(await messageOf(writeCi('github', options(join(folder, 'paper'))), folder)).toBe(
      `the project lies in paper of the repository ${folder}: .github/workflows/report.yml is read at its root only`,
    );
    const bare = projectFolder(smallProject);
    expect(await messageOf(writeCi('gitlab', options(bare)), bare)).toBe(
      `there is no package-lock.json in ${bare}: "npm ci" of the job installs by it`,
    );
  });
});
