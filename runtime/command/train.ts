import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent, StartRun } from '../contract.js';
import { resumableRun } from '../resume.js';
import { readProgram, SourceFileError } from '../source-file.js';
import type { SourceText } from '../source-text.js';
import { terminalOf } from '../terminal/terminal.js';
import { TrainingReport } from '../terminal/training-report.js';
import { loadAnalysing } from './load-analysing.js';
import { RuntimeProcess } from './runtime-process.js';
import { type Usage, UsageError } from './usage.js';

const exitStatus = { completed: 0, failed: 1, stopped: 130 } as const;

/** `layerscope train`: runs the script in a process of its own and tells what happens. Gives the exit status. */
export async function train(usage: Usage, source: SourceText): Promise<number> {
  const folder = path.resolve(usage.folder);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${folder} is not a folder`);
  const request: StartRun = {
    file: path.resolve(usage.file),
    text: source.text,
    folder,
    runs: path.join(folder, '.layerscope', 'runs'),
    engine: usage.engine,
    environment: definedOnly(process.env),
    arguments: usage.arguments,
    downloads: !usage.offline,
    ...(usage.keras && { keras: usage.keras }),
    ...(usage.threads !== undefined && { threads: usage.threads }),
    ...(usage.seed !== undefined && { seed: usage.seed }),
  };
  return follow(
    request,
    usage.json ? jsonLines(usage.progress) : await terminalReport(usage.file, folder, source, usage.keras),
  );
}

/** `layerscope resume`: goes on with a run that was interrupted. Gives the exit status. */
export async function resume(usage: Usage): Promise<number> {
  const named = path.join(path.resolve(usage.folder), '.layerscope', 'runs', usage.file);
  const run = path.resolve(existsSync(named) ? named : usage.file);
  const { record } = resumableRun(run);
  const source = readProgram(record.file);
  const folder = record.folder ?? path.resolve(usage.folder);
  const request: StartRun = {
    file: record.file,
    text: source.text,
    folder,
    runs: path.dirname(run),
    engine: usage.engine,
    environment: definedOnly(process.env),
    arguments: [],
    resumes: run,
    force: usage.force,
    downloads: !usage.offline,
  };
  return follow(
    request,
    usage.json ? jsonLines(usage.progress) : await terminalReport(record.file, folder, source, record.keras),
  );
}

async function follow(request: StartRun, take: (event: RunEvent) => void): Promise<number> {
  const runtime = RuntimeProcess.start(request, take);
  const interrupt = () => runtime.interrupt();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return exitStatus[await runtime.ended];
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** The contract of `train --json`: events within an epoch only where they are asked for. */
function jsonLines(withProgress: boolean): (event: RunEvent) => void {
  return (event) => {
    if (!withProgress && (event.event === 'progress' || event.event === 'fit')) return;
    if (!withProgress && event.event === 'download' && !event.done) return;
    process.stdout.write(`${JSON.stringify(event)}\n`);
  };
}

async function terminalReport(
  file: string,
  folder: string,
  source: SourceText,
  keras: StartRun['keras'],
): Promise<(event: RunEvent) => void> {
  const out = terminalOf(process.stdout, process.env);
  const report = new TrainingReport(out, terminalOf(process.stderr, process.env), (line, name, imported) => {
    const within = name === undefined ? '' : `, in ${name}`;
    if (imported !== undefined)
      return `  File "${imported}", line ${line}${within}\n    ${lineOfFile(imported, line).trim()}\n`;
    return `  File "${file}", ${source.describeLine(line)}${within}\n    ${source.line(line).trim()}\n`;
  });
  const { writeTrainedSummaries } = await loadAnalysing();
  writeTrainedSummaries(file, folder, source, out, keras);
  return (event) => report.take(event);
}

/** Empty where the file cannot be read any more. */
function lineOfFile(file: string, line: number): string {
  try {
    return readProgram(file).line(line);
  } catch (error) {
    if (error instanceof SourceFileError) return '';
    throw error;
  }
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
