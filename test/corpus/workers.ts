import { type ChildProcess, fork } from 'node:child_process';
import type { FileMeasure } from './measure.js';

export interface Crash {
  readonly file: string;
  readonly stack: string;
}

/** What a worker says of a file. */
export type Answer = { readonly measure: FileMeasure } | { readonly stack: string } | { readonly skipped: string };

export interface Results {
  readonly measured: { readonly file: string; readonly measure: FileMeasure }[];
  readonly crashes: Crash[];
  readonly skipped: { readonly file: string; readonly why: string }[];
}

/** A file that takes longer is taken for one that would never end. */
const patience = 20_000;
/** Files that are analysed before the clock counts: a server that has just been started compiles as it runs. */
const warmUp = 30;

/** Analyses files one after another in one process of the program `script`; where that dies, in a new one. */
export async function analyseFiles(script: string, files: readonly string[]): Promise<Results> {
  const results: Results = { measured: [], crashes: [], skipped: [] };
  let worker: ChildProcess | undefined;
  const ask = async (file: string) => {
    if (!worker?.connected) {
      worker = start(script);
      for (const other of files.slice(0, warmUp)) {
        if (worker.connected) await answerOf(worker, other);
      }
      if (!worker.connected) worker = start(script);
    }
    return answerOf(worker, file);
  };
  for (const file of files) {
    const answer = await ask(file);
    if ('measure' in answer) results.measured.push({ file, measure: answer.measure });
    else if ('stack' in answer) results.crashes.push({ file, stack: answer.stack });
    else results.skipped.push({ file, why: answer.skipped });
  }
  if (worker?.connected) worker.disconnect();
  return results;
}

function start(script: string): ChildProcess {
  return fork(script, {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: ['--enable-source-maps', '--max-semi-space-size=32'],
  });
}

/** Asks one file; a worker that dies or does not answer is the file's fault. */
function answerOf(worker: ChildProcess, file: string): Promise<Answer> {
  return new Promise((resolve) => {
    let errors = '';
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      worker.off('message', settle).off('exit', died);
      worker.stderr?.off('data', hear);
      resolve(answer);
    };
    const hear = (data: Buffer) => {
      errors += data;
    };
    const died = (status: number | null, signal: string | null) =>
      settle({ stack: `the process ended: ${signal ?? `exit ${status}`}\n${errors.slice(-4000)}` });
    const timer = setTimeout(() => {
      worker.kill('SIGKILL');
      if (worker.connected) worker.disconnect();
      settle({ stack: `no answer within ${patience / 1000} s` });
    }, patience);
    worker.on('message', settle).on('exit', died);
    worker.stderr?.on('data', hear);
    worker.send(file);
  });
}
