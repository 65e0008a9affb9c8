import type { ScriptPlace } from '../../training-request.js';
import type { Context } from '../../values/context.js';

/** Where the program asked, for messages of the runtime. */
export function placeOf(context: Context): ScriptPlace {
  return { line: context.lineOf(context.place) };
}
