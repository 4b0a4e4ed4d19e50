import { lstatSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemPlaces, toolPlaces } from '../../../../src/execution/sandbox/system-places.ts';
import { projectFolder } from '../../../project-folder.ts';

describe.runIf(process.platform === 'linux')('systemPlaces', () => {
  it('shows the folders of programs, and as links those that are links', () => {
    const { places, links } = systemPlaces([]);
    expect(places).toContainEqual({ from: '/usr', to: '/usr' });
    const shown = lstatSync('/bin').isSymbolicLink() ? links : places;
    expect(shown).toContainEqual(
      expect.objectContaining(shown === links ? { path: '/bin' } : { to: '/bin' }),
    );
    expect(places.map(({ to }) => to)).not.toContain('/home');
  });

  it('leaves out what holds a hidden folder, and shows what lies beside it', () => {
    const hidden = join(
      '/usr',
      readdirSync('/usr').find((name) => name === 'share')!,
    );
    const paths = systemPlaces([hidden]).places.map(({ to }) => to);
    expect(paths).not.toContain('/usr');
    expect(paths).not.toContain(hidden);
    expect(paths).toContain('/usr/bin');
  });
});

describe('toolPlaces', () => {
  it('shows the folders of PATH that are there, with the libraries beside programs', () => {
    const home = projectFolder({ 'tool/bin/x': '', 'tool/lib/y': '', 'tool/secret': '', 'home/.keep': '' });
    const bin = join(home, 'tool/bin');
    const PATH = `/usr/bin:${bin}:${join(home, 'none')}:relative`;
    expect(toolPlaces({ PATH }, [join(home, 'home')])).toEqual([
      { from: bin, to: bin },
      { from: join(home, 'tool/lib'), to: join(home, 'tool/lib') },
    ]);
  });

  it('shows no folder that is a hidden one, or holds one, by whatever link', () => {
    const root = projectFolder({ 'home/project/x': '', 'certificates.pem': '' });
    const project = join(root, 'home/project');
    symlinkSync(root, join(root, 'home/link'));
    const tools = {
      PATH: `${root}:${join(root, 'home')}:${project}:${join(root, 'home/link')}`,
      SSL_CERT_FILE: join(root, 'certificates.pem'),
    };
    expect(toolPlaces(tools, [project, join(root, 'home')])).toEqual([
      { from: tools.SSL_CERT_FILE, to: tools.SSL_CERT_FILE },
    ]);
  });
});
