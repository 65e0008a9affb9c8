// Builds the Python parser from its grammar: `node scripts/build-grammar.mjs`. The result is committed; a test compares it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildParserFile } from '@lezer/generator';

const syntax = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'server', 'language', 'syntax');

/** The generated files by name. */
export function generate() {
  const warnings = [];
  const { parser, terms } = buildParserFile(readFileSync(path.join(syntax, 'python.grammar'), 'utf8'), {
    fileName: 'python.grammar',
    typeScript: true,
    warn: (message) => warnings.push(message),
  });
  if (warnings.length) throw new Error(warnings.join('\n'));
  return { 'parser.ts': parser.replaceAll('"./parser.terms"', '"./parser.terms.js"'), 'parser.terms.ts': terms };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generate())) writeFileSync(path.join(syntax, 'generated', name), text);
}
