export { run } from './schema.ts';
