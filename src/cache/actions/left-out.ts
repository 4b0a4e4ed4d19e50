/** Compiled Python, and what file managers and notebooks leave in folders that were looked into. */
const NAMES = new Set(['__pycache__', '.DS_Store', 'Thumbs.db', 'desktop.ini', '.ipynb_checkpoints']);

/**
 * Locks and unsaved text of editors: Emacs (.#x, #x#), Vim (.x.swp and the next letters), LibreOffice (.~lock.x#), Microsoft Office
 * (~$x); and files that a network file system keeps until the last reader has closed them.
 */
const PATTERNS = [/^\.#./, /^#.+#$/, /^\..+\.sw[a-p]$/, /^\.~lock\..+#$/, /^~\$./, /^\.nfs[0-9a-f]{8,}$/];

/** Whether a file or folder of this name, anywhere in an input folder, is no part of it (docs/pipeline-yaml.md lists them). */
export function isLeftOut(name: string): boolean {
  return NAMES.has(name) || PATTERNS.some((pattern) => pattern.test(name));
}
