import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAnalysing } from './command/load-analysing.js';
import { runs } from './command/runs.js';
import { resume, train } from './command/train.js';
import { help, parseUsage, UsageError } from './command/usage.js';
import { ResumeError } from './resume.js';
import { readProgram, SourceFileError } from './source-file.js';
import { terminalOf } from './terminal/terminal.js';

/** Wrong usage, or a file that cannot be read. */
const cannotStart = 2;

/** Entry of the `layerscope` command. Gives the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const usage = parseUsage(argv);
  if (usage === 'help' || usage === 'version') {
    process.stdout.write(usage === 'help' ? help : `${version()}\n`);
    return 0;
  }
  const out = terminalOf(process.stdout, process.env);
  if (usage.command === 'runs') return runs(usage, out);
  if (usage.command === 'resume') return resume(usage);
  const source = readProgram(usage.file);
  if (usage.command === 'train') return train(usage, source);
  const analysing = await loadAnalysing();
  return analysing[usage.command](usage.file, source, usage.json, out, '.', usage.keras);
}

function version(): string {
  const manifest = readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

// `layerscope … | head` closes the pipe early: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    if (!(error instanceof UsageError || error instanceof SourceFileError || error instanceof ResumeError)) throw error;
    const hint = error instanceof UsageError ? '\nlayerscope --help says how it is used' : '';
    process.stderr.write(`layerscope: ${error.message}${hint}\n`);
    process.exitCode = cannotStart;
  },
);
