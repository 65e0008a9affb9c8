import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sourceFiles } from './files.js';
import { reasons, report } from './report.js';
import { analyseFiles } from './workers.js';

/**
 * `npm run corpus -- FOLDER …`: analyses every script and notebook below folders, each in a process that may die of it, and
 * prints what is known of them and why the rest is not. Exit status 1 where a file ended the process, or was not analysed in time.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Prints one JSON object in the place of the report. */
    json: { type: 'boolean' },
    /** So many files, evenly chosen. */
    limit: { type: 'string' },
    /** So many reasons. */
    reasons: { type: 'string', default: '30' },
    /** Where crashes are written down, with their stacks. */
    log: { type: 'string', default: path.join('out', 'corpus-crashes.log') },
  },
});
if (positionals.length === 0) {
  console.error('npm run corpus -- FOLDER … [--json] [--limit FILES] [--reasons N] [--log FILE]');
  process.exit(2);
}

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url));
const files = sourceFiles(positionals, values.limit === undefined ? undefined : Number(values.limit));
const { measured, crashes, skipped } = await analyseFiles(worker, files);
writeFileSync(values.log, crashes.map(({ file, stack }) => `${file}\n${stack}\n`).join('\n'));
if (values.json) {
  console.log(
    JSON.stringify({
      files: measured.map(({ file, measure: { layers, tensors, values: all, ...rest } }) => ({
        file,
        ...rest,
        layers: { known: layers.known, unknown: layers.unknown.length },
        tensors: { known: tensors.known, unknown: tensors.unknown.length },
        values: { known: all.known, unknown: all.unknown.length },
      })),
      crashes,
      skipped,
      reasons: {
        layers: reasons(measured, (measure) => measure.layers),
        tensors: reasons(measured, (measure) => measure.tensors),
        values: reasons(measured, (measure) => measure.values),
      },
    }),
  );
} else {
  console.log(report(measured, crashes, skipped, Number(values.reasons)));
  if (crashes.length > 0) console.log(`stacks: ${values.log}`);
}
process.exitCode = crashes.length > 0 ? 1 : 0;
