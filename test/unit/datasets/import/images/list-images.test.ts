import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { listImages } from '../../../../../src/datasets/import/images/list-images.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

function folder(...files: string[]): string {
  const root = temporaryFolder();
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  return root;
}

async function places(root: string): Promise<string[]> {
  return (await listImages(root, 'photos')).map(({ place, label }) => `${label}: ${place}`);
}

describe('listImages', () => {
  it('follows links to folders and to images', async () => {
    const elsewhere = folder('animals/1.png', '2.png');
    const root = folder('dog/1.png');
    symlinkSync(join(elsewhere, 'animals'), join(root, 'cat'));
    symlinkSync(join(elsewhere, '2.png'), join(root, 'dog/2.png'));
    expect(await places(root)).toEqual([
      'cat: photos/cat/1.png',
      'dog: photos/dog/1.png',
      'dog: photos/dog/2.png',
    ]);
  });

  it('passes over what systems leave in folders', async () => {
    const root = folder(
      'a/1.png',
      'a/Thumbs.db',
      'a/.DS_Store',
      '__MACOSX/a/._1.png',
      'desktop.ini',
      'README.md',
    );
    expect(await places(root)).toEqual(['a: photos/a/1.png']);
  });

  it('refuses links that lead back, two classes that are one folder, and links to nothing', async () => {
    const circle = folder('a/1.png');
    symlinkSync('..', join(circle, 'a', 'up'));
    await expect(places(circle)).rejects.toThrow(
      new DataError(
        'photos/a/up is a folder, expected an image: folders of images are looked for one level below the data only; ' +
          'move it, or name its parent as the folder',
      ),
    );
    for (const target of ['.', '..', '/']) {
      const root = folder('a/1.png');
      symlinkSync(target, join(root, 'b'));
      await expect(places(root)).rejects.toThrow(
        new DataError('photos/b is a link that leads back to a folder it lies in: remove it'),
      );
    }
    const twins = folder('a/1.png');
    symlinkSync('a', join(twins, 'b'));
    await expect(places(twins)).rejects.toThrow(
      new DataError(
        'photos/b and photos/a are one folder, so their images would be of two classes: remove one',
      ),
    );
    for (const link of ['gone', 'a/gone.png']) {
      const root = folder('a/1.png');
      symlinkSync('nowhere', join(root, link));
      await expect(places(root)).rejects.toThrow(
        `photos/${link} cannot be read (ENOENT: no such file or directory, stat '${join(root, link)}'): ` +
          'it is a link to nothing, or may not be read; mend or remove it',
      );
    }
  });

  it('refuses a class without images, and images without a class', async () => {
    await expect(places(folder('a/1.png', 'b/.keep'))).rejects.toThrow(
      new DataError('photos/b holds no images: put the images of the class there, or remove the folder'),
    );
    await expect(places(folder('a/1.png', '2.png'))).rejects.toThrow(
      new DataError(
        'photos/2.png lies in no class, expected one folder for each class, with its images inside: move it into one, or out of photos',
      ),
    );
    await expect(places(folder('2.png'))).rejects.toThrow(
      new DataError('photos holds no images: expected one folder for each class, with its images inside'),
    );
  });
});
