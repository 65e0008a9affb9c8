import type { Host } from '../../server/language/host.js';
import { shapesHost } from '../../server/language/interpreter/shapes-host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run, ScriptError } from '../../server/language/run.js';

/** Runs a program on numbers with no world around it; gives what it printed and the exception that ended it. */
export function runToEnd(
  code: string,
  world: Partial<Host> = {},
  file = 'script.py',
): { printed: string; error: string | null } {
  const output: string[] = [];
  const host: Host = {
    ...shapesHost,
    mode: 'numbers',
    dataLimit: Number.POSITIVE_INFINITY,
    arguments: [],
    environment: () => null,
    print: (text) => output.push(text),
    ...world,
  };
  try {
    run(code, file, host, silentRecorder);
    return { printed: output.join(''), error: null };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return { printed: output.join(''), error: `${error.type}: ${error.message}` };
  }
}
