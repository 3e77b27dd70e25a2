/** Writes every generated file anew: `npm run generate`. Tests compare them to their sources. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderErrorDocument } from './error-document.ts';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(docs, { recursive: true });
writeFileSync(new URL('errors.md', docs), renderErrorDocument());
