import type { NativeFunction } from '../../../values/native-function.js';
import { float, int, none } from '../../../values/value.js';
import { define } from '../define.js';

/** Built-in functions that run code which a program makes: none of it is run, and what it does is not known. */
export const codeFunctions: readonly NativeFunction[] = [
  define('eval', 'source, globals=None, locals=None, /', ["eval('3')", "eval('a + 1')"], (args, context) => {
    const source = args.get('source');
    const text = source.kind === 'str' ? source.value.trim() : '';
    if (/^-?(0|[1-9]\d*)$/.test(text)) return int(Number(text));
    if (/^-?(0|[1-9]\d*)\.\d+$/.test(text)) return float(Number(text));
    return context.unknown('code that a program makes is not run', 'eval');
  }),
  ...['exec', 'compile', '__import__'].map((name) =>
    define(name, 'source, *args, **kwargs', [`${name}('a')`], (_args, context) =>
      context.unknown('code that a program makes is not run', name),
    ),
  ),
  ...['bytearray', 'memoryview', 'complex'].map((name) =>
    define(name, '*args, **kwargs', [`${name}()`], (_args, context) =>
      context.unknown('values of this type are not known yet', name),
    ),
  ),
  define('delattr', 'obj, name, /', ["delattr(type('A', (), {}), 'b')"], (_args, context) =>
    context.unknown('which attributes an object has then is not known', 'delattr'),
  ),
  define('breakpoint', '*args, **kws', ['breakpoint()'], () => none),
  ...['quit', 'exit'].map((name) =>
    define(name, 'code=None', [], (args, context) => {
      const code = args.get('code');
      return context.raise('SystemExit', code.kind === 'none' ? '' : (context.str(code) ?? ''));
    }),
  ),
];
