import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const candidates = [
  process.env['EOS_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium on this machine. */
export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path));

/** Why browser tests are skipped; absent where they run. */
export const withoutChromium =
  chromiumPath === undefined
    ? 'no Chromium found: install one (apt install chromium), or name it in EOS_CHROMIUM'
    : undefined;

let browser: Promise<Browser> | undefined;

/** The Chromium of this process, without window, network services or first-run pages; it ends with the process. */
export function openChromium(): Promise<Browser> {
  return (browser ??= chromium.launch({
    executablePath: chromiumPath!,
    // The process runs other tests as well, which look at who listens to its signals.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  }));
}
