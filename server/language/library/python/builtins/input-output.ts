import type { NativeFunction } from '../../../values/native-function.js';
import { none, unknown } from '../../../values/value.js';
import { define } from '../define.js';
import { openFile, writeText } from '../files.js';

/** Built-in functions that touch the world, by way of the host. */
export const inputOutputFunctions: readonly NativeFunction[] = [
  define('print', "*args, sep=' ', end='\\n', file=None, flush=False", ["print('a', 1, sep=', ')"], (args, context) => {
    const texts = args.rest.map((value) => context.str(value) ?? '?');
    const [sep, end] = [args.get('sep'), args.get('end')];
    const text = texts.join(sep.kind === 'str' ? sep.value : ' ') + (end.kind === 'str' ? end.value : '\n');
    writeText(args.get('file'), text, context);
    return none;
  }),
  define(
    'open',
    "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None",
    [],
    (args, context) => openFile(args.get('file'), args.get('mode'), args.get('encoding'), context),
  ),
  define('input', "prompt='', /", [], (_args, context) =>
    context.host.mode === 'numbers'
      ? context.unknown('a run has nobody to ask', 'input')
      : unknown('what the user types'),
  ),
];
