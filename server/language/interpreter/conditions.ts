import type { Expression } from '../syntax/tree.js';
import { branch, NORMAL } from './branches.js';
import { evaluate } from './evaluate.js';
import { evaluateHeader } from './execute.js';
import type { Interpreter } from './interpreter.js';
import type { Scope } from './scope.js';

/** Whether a condition holds; undefined where it cannot be known. `unknown and False` does not, whatever the unknown is. */
export function conditionHolds(interpreter: Interpreter, node: Expression, scope: Scope): boolean | undefined {
  if (node.kind !== 'BooleanOperation') return interpreter.truth(evaluateHeader(interpreter, node, scope));
  const deciding = node.operator === 'or';
  let known = true;
  for (const operand of node.operands) {
    const truth = known ? conditionHolds(interpreter, operand, scope) : possibly(interpreter, operand, scope);
    if (truth === deciding) return deciding;
    if (truth === undefined) known = false;
  }
  return known ? !deciding : undefined;
}

/** `conditionHolds` of an operand that may not be evaluated. */
function possibly(interpreter: Interpreter, node: Expression, scope: Scope): boolean | undefined {
  let truth: boolean | undefined;
  branch(interpreter, [
    () => NORMAL,
    () => {
      truth = interpreter.truth(evaluate(interpreter, node, scope));
      return NORMAL;
    },
  ]);
  return truth;
}
