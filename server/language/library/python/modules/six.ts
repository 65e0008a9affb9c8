import type { NativeModule } from '../../../values/native-module.js';
import type { NativeType } from '../../../values/native-type.js';
import { False, True, tuple, type Value } from '../../../values/value.js';
import { builtins } from '../builtins.js';
import { bytesType } from '../bytes.js';
import { members, native } from '../define.js';
import { intType } from '../numbers.js';
import { strType } from '../str.js';

const typeValue = (type: NativeType): Value => ({ kind: 'type', type });

/** `six.iteritems(d)` is `iter(d.items())`. */
const views = ['items', 'keys', 'values'].map((view) =>
  native(`six.iter${view}`, 'd, **kw', [`list(six.iter${view}({'a': 1}))`], (args, context) =>
    context.iterator(context.call(context.getAttribute(args.get('d'), view), [])),
  ),
);

/** `six`, as it is on Python 3. */
export const sixModule: NativeModule = {
  name: 'six',
  members: {
    PY2: False,
    PY3: True,
    string_types: tuple([typeValue(strType)]),
    integer_types: tuple([typeValue(intType)]),
    text_type: typeValue(strType),
    binary_type: typeValue(bytesType),
    ...members(...views),
  },
};

/** Python 3's names for what was elsewhere in Python 2. */
const moved = ['range', 'zip', 'map', 'filter', 'input'].flatMap((name) => {
  const value = builtins.get(name);
  return value ? [[name, value] as const] : [];
});
const range = builtins.get('range');

/** `six.moves`. */
export const sixMovesModule: NativeModule = {
  name: 'six.moves',
  members: { ...Object.fromEntries(moved), ...(range && { xrange: range }) },
};
