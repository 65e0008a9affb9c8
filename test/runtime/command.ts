import { spawn } from 'node:child_process';
import path from 'node:path';
import type { RunEvent } from '../../runtime/contract.js';

export interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs the built command as a user does. `onOutput` sees standard output as it comes, and may signal the process. */
export function layerscope(
  argv: readonly string[],
  options: {
    readonly folder?: string;
    readonly environment?: NodeJS.ProcessEnv;
    readonly onOutput?: (output: string, signal: (name: NodeJS.Signals) => void) => void;
  } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [path.resolve('dist', 'cli.js'), ...argv], {
    cwd: options.folder ?? process.cwd(),
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    options.onOutput?.(out, (name) => child.kill(name));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, errors }));
  });
}

/** The events of `train --json`, one a line. */
export function eventsOf(out: string): RunEvent[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);
}
