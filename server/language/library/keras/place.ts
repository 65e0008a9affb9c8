import type { ScriptPlace } from '../../training-request.js';
import type { Context } from '../../values/context.js';

/** The line of the call, for messages of the runtime; 0 where the interpreter does not say it. */
export function placeOf(context: Context): ScriptPlace {
  return { line: context.line ?? 0 };
}
