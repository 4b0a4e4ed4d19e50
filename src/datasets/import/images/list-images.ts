import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { DataError } from '../../data-error.ts';

/** An image of a class. */
export interface ImageFile {
  path: string;
  /** For messages: `photos/cat/1.png`. */
  place: string;
  label: string;
}

const EXTENSIONS = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.avif'];

/** What systems leave in folders, besides files with a dot in front. */
const LITTER = ['Thumbs.db', 'ehthumbs.db', 'desktop.ini', '__MACOSX', '@eaDir'];

/** The images of a folder that has one folder, or link to a folder, for each class; both in the order of their names. */
export async function listImages(folder: string, name: string): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  const loose: string[] = [];
  const classOf = new Map<string, string>();
  for (const entry of await namesIn(folder)) {
    const path = join(folder, entry);
    const place = `${name}/${entry}`;
    if (!(await isFolder(path, place))) {
      if (isImageName(entry)) loose.push(place);
      continue;
    }
    await refuseCircle(path, place, folder, classOf);
    files.push(...(await imagesOf(path, place, entry)));
  }
  if (files.length === 0)
    throw new DataError(
      `${name} holds no images: expected one folder for each class, with its images inside`,
    );
  if (loose.length > 0)
    throw new DataError(
      `${loose[0]!} lies in no class, expected one folder for each class, with its images inside: move it into one, or out of ${name}`,
    );
  return files;
}

async function imagesOf(folder: string, place: string, label: string): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  for (const file of await namesIn(folder)) {
    const image = { path: join(folder, file), place: `${place}/${file}`, label };
    if (await isFolder(image.path, image.place))
      throw new DataError(
        `${image.place} is a folder, expected an image: folders of images are looked for one level below the data only; move it, or name its parent as the folder`,
      );
    if (!isImageName(file))
      throw new DataError(
        `${image.place} is not an image: expected ${EXTENSIONS.join(', ')}; move it out of the folder`,
      );
    files.push(image);
  }
  if (files.length > 0) return files;
  throw new DataError(`${place} holds no images: put the images of the class there, or remove the folder`);
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => !name.startsWith('.') && !LITTER.includes(name)).sort();
}

function isImageName(name: string): boolean {
  return EXTENSIONS.includes(extname(name).toLowerCase());
}

async function isFolder(path: string, place: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new DataError(
      `${place} cannot be read (${(cause as Error).message}): it is a link to nothing, or may not be read; mend or remove it`,
      { cause },
    );
  }
}

/** A link may lead to a folder anywhere, but not back, and not where another class is. */
async function refuseCircle(
  path: string,
  place: string,
  folder: string,
  classOf: Map<string, string>,
): Promise<void> {
  const target = await realpath(path);
  if (`${await realpath(folder)}${sep}`.startsWith(target.endsWith(sep) ? target : `${target}${sep}`))
    throw new DataError(`${place} is a link that leads back to a folder it lies in: remove it`);
  const other = classOf.get(target);
  if (other !== undefined)
    throw new DataError(
      `${place} and ${other} are one folder, so their images would be of two classes: remove one`,
    );
  classOf.set(target, place);
}
