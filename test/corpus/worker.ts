import { readFileSync } from 'node:fs';
import { measure, programOf } from './measure.js';
import type { Answer } from './workers.js';

/** Analyses the files that its parent names, one a message. */
process.on('message', (file: string) => {
  process.send?.(answer(file));
});

function answer(file: string): Answer {
  let program: string | undefined;
  try {
    program = programOf(file, readFileSync(file, 'utf8'));
  } catch (error) {
    return { skipped: String(error) };
  }
  if (program === undefined) return { skipped: 'not a notebook of Python' };
  try {
    return { measure: measure(program) };
  } catch (error) {
    return { stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
