// Removes from the node_modules of a checkout what nothing reads: decision 21 says how large they are.
import { existsSync, globSync, rmSync } from 'node:fs';

const unread = [
  'node/node_modules/*/include',
  '**/*.map',
  // Binaries of another runtime, tests of TensorFlow.js, and messages of TypeScript in other languages.
  'bare-*/prebuilds',
  '@tensorflow/*/dist/**/*_test.{js,d.ts}',
  'typescript/lib/*/diagnosticMessages.generated.json',
];
// npm 10 and 11.6 bring the WebAssembly of sharp beside the native library.
if (globSync('node_modules/@img/sharp-{linux,darwin,win32}*').length > 0) unread.push('@img/sharp-wasm32');

for (const pattern of unread)
  for (const path of globSync(`node_modules/${pattern}`))
    if (existsSync(path)) rmSync(path, { recursive: true });
