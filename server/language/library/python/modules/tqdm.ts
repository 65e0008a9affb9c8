import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { none, str, type Value } from '../../../values/value.js';
import { define, methods, native } from '../define.js';
import { rangeType } from '../range.js';

/** `tqdm.write(text)`: as `print`, beside the bar. */
function writeLine(args: Arguments, context: Context): Value {
  const text = `${context.str(args.get('s')) ?? '?'}${context.str(args.get('end')) ?? ''}`;
  const file = args.get('file');
  if (file.kind === 'none') context.host.print(text);
  else if (file.kind !== 'unknown') context.call(context.getAttribute(file, 'write'), [str(text)]);
  return none;
}

/** A bar that is not drawn: it gives what it was given to iterate over. */
const tqdmType: NativeType<{ readonly iterable: Value }> = {
  name: 'tqdm',
  module: 'tqdm',
  construct: define('tqdm.tqdm', 'iterable=None, *args, **kwargs', ['list(tqdm.tqdm([1, 2]))'], (args) =>
    object(tqdmType, { iterable: args.get('iterable') }),
  ),
  iterate: (self, context) => context.iterator(stateOf(self, tqdmType)?.iterable ?? none),
  length: (self, context) => context.length(stateOf(self, tqdmType)?.iterable ?? none),
  enter: (self) => self,
  exit: () => {},
  statics: {
    write: native('tqdm.tqdm.write', "s, file=None, end='\\n', nolock=False", ["tqdm.tqdm.write('')"], writeLine),
  },
  methods: methods(
    ...['update', 'close', 'refresh', 'reset', 'set_description', 'set_description_str', 'set_postfix'].map((name) =>
      define(`tqdm.${name}`, 'self, *args, **kwargs', [`tqdm.tqdm([1]).${name}()`], () => none),
    ),
  ),
};

const range: Value = { kind: 'type', type: rangeType };

/** `tqdm`. */
export const tqdmModule: NativeModule = {
  name: 'tqdm',
  aliases: ['tqdm.auto', 'tqdm.notebook', 'tqdm.autonotebook', 'tqdm.std', 'tqdm.keras'],
  members: {
    tqdm: { kind: 'type', type: tqdmType as NativeType },
    tqdm_notebook: { kind: 'type', type: tqdmType as NativeType },
    trange: native('tqdm.trange', '*args, **kwargs', ['len(tqdm.trange(3))'], (args, context) =>
      object(tqdmType, { iterable: context.call(range, args.rest) }),
    ),
  },
};
