import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { latin1 } from '../bytes.js';
import { typeName } from '../type-name.js';

/** What a path object keeps. */
export class PathState {
  /** `text` is undefined where the path is not known. */
  constructor(readonly text: string | undefined) {}
}

/** The text of a path, as `os.fspath` gives it; undefined where it is not known. */
export function pathText(value: Value, context: Context): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'bytes') return value.data && latin1(value.data);
  if (value.kind === 'object' && value.state instanceof PathState) return value.state.text;
  const method = context.special(value, '__fspath__');
  if (method) return pathText(context.call(method, []), context);
  return context.raise('TypeError', `expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}
