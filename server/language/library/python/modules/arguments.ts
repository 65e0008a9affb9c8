import type { Context } from '../../../values/context.js';
import { numberOf, scalarOf } from '../../../values/equality.js';
import { str, type Value } from '../../../values/value.js';
import { typeName } from '../type-name.js';

/** The float that an argument has to be; undefined where it is not known. Raises as Python where it is none. */
export function realArgument(value: Value, context: Context): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (value.kind === 'unknown' || value.kind === 'dim') return undefined;
  if (value.kind === 'tensor') {
    if (!value.data) return undefined;
    const scalar =
      scalarOf(value) ?? (value.data.length === 1 && value.dtype !== 'float16' ? Number(value.data[0]) : undefined);
    return scalar ?? context.raise('TypeError', 'only 0-dimensional arrays can be converted to Python scalars');
  }
  for (const name of ['__float__', '__index__']) {
    const method = context.special(value, name);
    if (method) return numberOf(context.call(method, []));
  }
  return context.raise('TypeError', `must be real number, not ${typeName(value)}`);
}

/** Text that may not be known. */
export function maybeText(text: string | undefined, why: string, context: Context): Value {
  return text === undefined ? context.unknown(why) : str(text);
}
