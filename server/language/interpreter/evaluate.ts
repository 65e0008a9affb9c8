import { builtins } from '../library/python/builtins.js';
import { bytes } from '../library/python/bytes.js';
import { putKey, update } from '../library/python/dict.js';
import { addToSet } from '../library/python/set.js';
import { iterationOrder } from '../library/python/set-order.js';
import type { Comparison, DictExpression, Expression, FormattedString, Name, NumberLiteral } from '../syntax/tree.js';
import {
  type DictValue,
  ellipsis,
  False,
  float,
  int,
  list,
  none,
  type SetValue,
  str,
  True,
  tuple,
  unknown,
  type Value,
} from '../values/value.js';
import { assign } from './assignment.js';
import { getAttribute } from './attributes.js';
import { eitherValue } from './branches.js';
import { evaluateCall } from './calls.js';
import { evaluateComprehension } from './comprehensions.js';
import { conditionHolds } from './conditions.js';
import { makeFunction } from './functions.js';
import type { Interpreter } from './interpreter.js';
import { getItem } from './items.js';
import { binaryOperation, compareValues, negated, unaryOperation } from './operators.js';
import type { Scope } from './scope.js';

/** The value of an expression. */
export function evaluate(interpreter: Interpreter, node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case 'Number':
      return numberValue(interpreter, node);
    case 'String':
      return str(node.value);
    case 'Constant':
      return constants[node.value];
    case 'Bytes':
      return bytes(Uint8Array.from(node.value, (c) => c.charCodeAt(0)));
    case 'Missing':
      return unknown('something is missing here');
    default: {
      const value = evaluateRecorded(interpreter, node, scope);
      interpreter.recorder.value(node, value);
      return value;
    }
  }
}

const constants: Readonly<Record<'None' | 'True' | 'False' | 'Ellipsis', Value>> = {
  None: none,
  True,
  False,
  Ellipsis: ellipsis,
};

function evaluateRecorded(interpreter: Interpreter, node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case 'Name':
      return nameValue(interpreter, node, scope);
    case 'Call':
      return evaluateCall(interpreter, node, scope);
    case 'Attribute': {
      const object = evaluate(interpreter, node.object, scope);
      interpreter.range = node;
      return getAttribute(interpreter, object, node.name);
    }
    case 'BinaryOperation': {
      const left = evaluate(interpreter, node.left, scope);
      const right = evaluate(interpreter, node.right, scope);
      interpreter.range = node;
      return binaryOperation(interpreter, node.operator, left, right);
    }
    case 'UnaryOperation': {
      const operand = evaluate(interpreter, node.operand, scope);
      interpreter.range = node;
      return node.operator === 'not'
        ? negated(interpreter, operand)
        : unaryOperation(interpreter, node.operator, operand);
    }
    case 'Tuple':
      return tuple(elementsOf(interpreter, node.elements, scope) ?? [unknown('an unknown number of elements')]);
    case 'List': {
      const elements = elementsOf(interpreter, node.elements, scope);
      return elements ? list(elements) : { kind: 'list', elements: [], rest: unknown('an unknown number of elements') };
    }
    case 'Set': {
      const set: SetValue = { kind: 'set', entries: new Map() };
      const elements = elementsOf(interpreter, node.elements, scope);
      // CPython makes a set of three and more constants twice, the second time in the first's order.
      const folded = elements && node.elements.length > 2 && node.elements.every(isConstant);
      const added = folded ? iterationOrder(elements) : elements;
      if (added) for (const element of added) addToSet(set, element, interpreter);
      else set.open = true;
      return set;
    }
    case 'Dict':
      return dictValue(interpreter, node, scope);
    case 'Subscript': {
      const object = evaluate(interpreter, node.object, scope);
      const index = evaluate(interpreter, node.index, scope);
      interpreter.range = node;
      return getItem(interpreter, object, index);
    }
    case 'Slice': {
      const part = (bound: Expression | undefined) => (bound ? evaluate(interpreter, bound, scope) : none);
      return { kind: 'slice', start: part(node.lower), stop: part(node.upper), step: part(node.step) };
    }
    case 'FormattedString': {
      const text = formattedText(interpreter, node, scope);
      return text === undefined ? interpreter.unknown('text with something unknown in it') : str(text);
    }
    case 'Comparison':
      return comparisonValue(interpreter, node, scope);
    case 'BooleanOperation':
      return booleanValue(interpreter, node.operator, node.operands, scope);
    case 'Conditional': {
      const truth = conditionHolds(interpreter, node.test, scope);
      if (truth !== undefined) return evaluate(interpreter, truth ? node.then : node.otherwise, scope);
      return eitherValue(interpreter, [
        () => evaluate(interpreter, node.then, scope),
        () => evaluate(interpreter, node.otherwise, scope),
      ]);
    }
    case 'NamedExpression': {
      const value = evaluate(interpreter, node.value, scope);
      assign(interpreter, node.target, value, scope);
      return value;
    }
    case 'Lambda':
      return makeFunction(interpreter, node, scope);
    case 'ListComprehension':
    case 'SetComprehension':
    case 'DictComprehension':
    case 'GeneratorExpression':
      return evaluateComprehension(interpreter, node, scope);
    case 'Starred':
      return interpreter.raise('SyntaxError', "can't use starred expression here");
    case 'Await':
      return interpreter.unknown('async code is not run', 'await');
    case 'Yield':
    case 'YieldFrom':
      return interpreter.unknown('its place in the statement is too deep', 'yield');
    default:
      return unknown('something is missing here');
  }
}

/** The elements of a display, stars spread; undefined where a star's are not known. */
function elementsOf(interpreter: Interpreter, nodes: readonly Expression[], scope: Scope): Value[] | undefined {
  const elements: Value[] = [];
  let known = true;
  for (const node of nodes) {
    if (node.kind !== 'Starred') {
      elements.push(evaluate(interpreter, node, scope));
      continue;
    }
    const spread = interpreter.elements(evaluate(interpreter, node.value, scope));
    if (spread) elements.push(...spread);
    else known = false;
  }
  return known ? elements : undefined;
}

function isConstant(node: Expression): boolean {
  const operand = node.kind === 'UnaryOperation' ? node.operand : node;
  return (
    operand.kind === 'Number' || operand.kind === 'String' || operand.kind === 'Constant' || operand.kind === 'Bytes'
  );
}

function nameValue(interpreter: Interpreter, node: Name, scope: Scope): Value {
  const value = scope.find(node.id);
  if (value !== undefined && value !== 'unbound') return value;
  interpreter.range = node;
  if (value === 'unbound') {
    if (interpreter.frame.scope === scope || scope.locals?.has(node.id)) {
      return interpreter.raise(
        'UnboundLocalError',
        `cannot access local variable '${node.id}' where it is not associated with a value`,
      );
    }
    return interpreter.raise(
      'NameError',
      `cannot access free variable '${node.id}' where it is not associated with a value in enclosing scope`,
    );
  }
  const known = builtins.get(node.id);
  if (known) return known;
  const { openNames } = scope.module;
  if (openNames) return interpreter.unknown(openNames.reason, node.id);
  return interpreter.raise('NameError', `name '${node.id}' is not defined`);
}

function numberValue(interpreter: Interpreter, node: NumberLiteral): Value {
  if (node.type === 'float') return float(node.value ?? Number.NaN);
  if (node.type === 'int' && node.value !== undefined) return int(node.value);
  interpreter.range = node;
  return interpreter.unknown(node.type === 'int' ? 'an integer beyond 2^53' : 'a complex number');
}

function dictValue(interpreter: Interpreter, node: DictExpression, scope: Scope): Value {
  const dict: DictValue = { kind: 'dict', entries: new Map() };
  for (const entry of node.entries) {
    if (entry.key) {
      const key = evaluate(interpreter, entry.key, scope);
      putKey(dict, key, evaluate(interpreter, entry.value, scope), interpreter);
    } else {
      update(dict, evaluate(interpreter, entry.value, scope), interpreter);
    }
  }
  return dict;
}

function comparisonValue(interpreter: Interpreter, node: Comparison, scope: Scope): Value {
  let left = evaluate(interpreter, node.operands[0] as Expression, scope);
  let result: Value = True;
  for (let i = 0; i < node.operators.length; i += 1) {
    const right = evaluate(interpreter, node.operands[i + 1] as Expression, scope);
    interpreter.range = node;
    result = compareValues(interpreter, node.operators[i] as Comparison['operators'][number], left, right);
    if (i === node.operators.length - 1) break;
    const truth = interpreter.truth(result);
    if (truth === undefined) return unknown('a comparison with something unknown');
    if (!truth) return result;
    left = right;
  }
  return result;
}

function booleanValue(
  interpreter: Interpreter,
  operator: 'and' | 'or',
  operands: readonly Expression[],
  scope: Scope,
): Value {
  const [first, ...others] = operands;
  const value = evaluate(interpreter, first as Expression, scope);
  if (others.length === 0) return value;
  const truth = interpreter.truth(value);
  if (truth === undefined) {
    // Either this value, or what the others give.
    return eitherValue(interpreter, [() => value, () => booleanValue(interpreter, operator, others, scope)]);
  }
  return truth === (operator === 'or') ? value : booleanValue(interpreter, operator, others, scope);
}

function formattedText(interpreter: Interpreter, node: FormattedString, scope: Scope): string | undefined {
  let text = '';
  let known = true;
  for (const part of node.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = evaluate(interpreter, part.value, scope);
    const spec = part.format ? formattedText(interpreter, part.format, scope) : '';
    interpreter.range = part;
    const conversion = part.conversion || (part.debug !== undefined && !part.format ? 'r' : '');
    const converted =
      conversion === '' ? value : textValue(conversion === 's' ? interpreter.str(value) : interpreter.repr(value));
    const shown = converted === undefined || spec === undefined ? undefined : interpreter.format(converted, spec);
    if (shown === undefined) known = false;
    else text += (part.debug ?? '') + shown;
  }
  return known ? text : undefined;
}

function textValue(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : str(text);
}
