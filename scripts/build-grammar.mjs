// Builds the Python parser from its grammar: `node scripts/build-grammar.mjs`. The result is committed; with `--check`, which a
// test runs, it is compared instead of written.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildParserFile } from '@lezer/generator';

const syntax = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'server', 'language', 'syntax');

/** The generated files by name. */
function generate() {
  const warnings = [];
  const { parser, terms } = buildParserFile(readFileSync(path.join(syntax, 'python.grammar'), 'utf8'), {
    fileName: 'python.grammar',
    typeScript: true,
    warn: (message) => warnings.push(message),
  });
  if (warnings.length) throw new Error(warnings.join('\n'));
  return { 'parser.ts': parser.replaceAll('"./parser.terms"', '"./parser.terms.js"'), 'parser.terms.ts': terms };
}

for (const [name, text] of Object.entries(generate())) {
  const file = path.join(syntax, 'generated', name);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is not what the grammar gives: run node scripts/build-grammar.mjs`);
    process.exitCode = 1;
  }
}
