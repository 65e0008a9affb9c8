import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { none, str, unknown, type Value } from '../../../values/value.js';
import { define } from '../define.js';
import { openFile, openSignature } from '../modules/file.js';

/** Built-in functions that touch the world, by way of the host. */
export const inputOutputFunctions: readonly NativeFunction[] = [
  define('print', "*args, sep=' ', end='\\n', file=None, flush=False", ["print('a', 1, sep=', ')"], (args, context) => {
    const texts = args.rest.map((value) => context.str(value) ?? '?');
    const [sep, end] = [args.get('sep'), args.get('end')];
    const text = texts.join(sep.kind === 'str' ? sep.value : ' ') + (end.kind === 'str' ? end.value : '\n');
    write(args.get('file'), text, context);
    return none;
  }),
  define('open', openSignature, ["open('notes.txt', 'w')"], openFile),
  define('input', "prompt='', /", ["input('name? ')"], (_args, context) =>
    context.host.mode === 'numbers'
      ? context.unknown('a run has nobody to ask', 'input')
      : unknown('what the user types'),
  ),
];

/** To a file, or to standard output where there is none. */
function write(file: Value, text: string, context: Context): void {
  if (file.kind === 'none') context.host.print(text);
  else if (file.kind !== 'unknown') context.call(context.getAttribute(file, 'write'), [str(text)]);
}
