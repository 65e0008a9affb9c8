import type { Expression } from '../tree.js';
import type { Conversion } from './conversion.js';

/** Says so where something stands left of `=` (or after `for`, `as`, `del`) that cannot be assigned to. */
export function checkTarget(c: Conversion, target: Expression, single = false) {
  switch (target.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
    case 'Missing':
      return;
    case 'Tuple':
    case 'List':
      if (!single) {
        for (const element of target.elements) checkTarget(c, element);
        return;
      }
      break;
    case 'Starred':
      if (!single) return checkTarget(c, target.value);
      break;
    default:
  }
  const what = words[target.kind] ?? 'an expression';
  const hint =
    target.kind === 'Call' || target.kind === 'Comparison' || target.kind === 'BinaryOperation'
      ? '; to compare, write `==`'
      : '';
  // The target is converted already: its offsets are those of the user's text.
  c.errors.push({ start: target.start, end: target.end, message: `${what} cannot be assigned to${hint}` });
}

const words: Partial<Record<Expression['kind'], string>> = {
  Number: 'a number',
  String: 'a string',
  Bytes: 'a bytes literal',
  FormattedString: 'a formatted string',
  Constant: 'a constant',
  Call: 'the result of a call',
  Comparison: 'a comparison',
  BinaryOperation: 'the result of an operation',
  Dict: 'a dict',
  Set: 'a set',
  Lambda: 'a lambda',
  Tuple: 'a tuple with an operation',
  List: 'a list with an operation',
};
