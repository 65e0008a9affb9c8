import { readFileSync } from 'node:fs';
import type { Form } from './normal-form.js';

interface Oracle {
  readonly python: string;
  readonly snippets: readonly { readonly text: string; readonly tree: Form }[];
}

/** What CPython made of the snippets. */
export const oracle: Oracle = JSON.parse(readFileSync('test/oracle/syntax.json', 'utf8'));
