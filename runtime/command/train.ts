import { statSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../contract.js';
import { readProgram, SourceFileError } from '../source-file.js';
import type { SourceText } from '../source-text.js';
import { terminalOf } from '../terminal/terminal.js';
import { TrainingReport } from '../terminal/training-report.js';
import { RuntimeProcess } from './runtime-process.js';
import { writeTrainedSummaries } from './summary.js';
import { type Usage, UsageError } from './usage.js';

const exitStatus = { completed: 0, failed: 1, stopped: 130 } as const;

/** `layerscope train`: runs the script in a process of its own and tells what happens. Gives the exit status. */
export async function train(usage: Usage, source: SourceText): Promise<number> {
  const folder = path.resolve(usage.folder);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${folder} is not a folder`);
  const take = usage.json ? jsonLines(usage.progress) : terminalReport(usage.file, folder, source);
  const runtime = RuntimeProcess.start(
    {
      file: path.resolve(usage.file),
      text: source.text,
      folder,
      runs: path.join(folder, '.layerscope', 'runs'),
      engine: usage.engine,
      environment: definedOnly(process.env),
      arguments: usage.arguments,
      ...(usage.threads !== undefined && { threads: usage.threads }),
      ...(usage.seed !== undefined && { seed: usage.seed }),
    },
    take,
  );
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
    process.stdout.write(`${JSON.stringify(event)}\n`);
  };
}

function terminalReport(file: string, folder: string, source: SourceText): (event: RunEvent) => void {
  const out = terminalOf(process.stdout, process.env);
  const report = new TrainingReport(out, terminalOf(process.stderr, process.env), (line, name, imported) => {
    const within = name === undefined ? '' : `, in ${name}`;
    if (imported !== undefined)
      return `  File "${imported}", line ${line}${within}\n    ${lineOfFile(imported, line).trim()}\n`;
    return `  File "${file}", ${source.describeLine(line)}${within}\n    ${source.line(line).trim()}\n`;
  });
  writeTrainedSummaries(file, folder, source, out);
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
