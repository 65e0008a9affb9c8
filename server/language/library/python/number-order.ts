import type { ComparisonOperator } from '../../syntax/tree.js';
import { type BoolValue, bool } from '../../values/value.js';

/** How two numbers compare; undefined where `operator` is none of equality or order. */
export function compareNumbers(operator: ComparisonOperator, a: number, b: number): BoolValue | undefined {
  switch (operator) {
    case '==':
      return bool(a === b);
    case '!=':
      return bool(a !== b);
    case '<':
      return bool(a < b);
    case '<=':
      return bool(a <= b);
    case '>':
      return bool(a > b);
    case '>=':
      return bool(a >= b);
    default:
      return undefined;
  }
}
