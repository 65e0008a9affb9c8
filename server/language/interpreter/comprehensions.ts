import { putKey } from '../library/python/dict.js';
import { addToSet } from '../library/python/set.js';
import type {
  Comprehension,
  DictComprehension,
  Expression,
  GeneratorExpression,
  ListComprehension,
  SetComprehension,
} from '../syntax/tree.js';
import { join } from '../values/join.js';
import {
  type DictValue,
  type IteratorValue,
  type ListValue,
  type SetValue,
  unknown,
  type Value,
} from '../values/value.js';
import { assign } from './assignment.js';
import { branch, NORMAL } from './branches.js';
import { evaluate } from './evaluate.js';
import type { Interpreter } from './interpreter.js';
import { reportBudget } from './report.js';
import { Scope } from './scope.js';

/** `[… for …]`, `{… for …}`, `{…: … for …}`, `(… for …)`. */
export function evaluateComprehension(
  interpreter: Interpreter,
  node: ListComprehension | SetComprehension | DictComprehension | GeneratorExpression,
  scope: Scope,
): Value {
  const [outermost] = node.generators;
  if (!outermost) return unknown('something is missing here');
  // The first iterable is evaluated outside, as Python does.
  const first = evaluate(interpreter, outermost.iterable, scope);
  const inside = new Scope('comprehension', scope);
  for (const { target } of node.generators) declare(target, inside);
  switch (node.kind) {
    case 'ListComprehension': {
      const list: ListValue = { kind: 'list', elements: [] };
      eachRound(
        interpreter,
        node.generators,
        first,
        inside,
        () => append(list, evaluate(interpreter, node.element, inside)),
        list,
      );
      return list;
    }
    case 'SetComprehension': {
      const set: SetValue = { kind: 'set', entries: new Map() };
      eachRound(
        interpreter,
        node.generators,
        first,
        inside,
        () => addToSet(set, evaluate(interpreter, node.element, inside), interpreter),
        set,
      );
      return set;
    }
    case 'DictComprehension': {
      const dict: DictValue = { kind: 'dict', entries: new Map() };
      eachRound(
        interpreter,
        node.generators,
        first,
        inside,
        () => {
          const key = evaluate(interpreter, node.key, inside);
          putKey(dict, key, evaluate(interpreter, node.value, inside), interpreter);
        },
        dict,
      );
      return dict;
    }
    default:
      return generatorExpression(interpreter, node, first, inside);
  }
}

function append(list: ListValue, value: Value): void {
  if (list.rest) list.rest = join(list.rest, value);
  else list.elements.push(value);
}

function eachRound(
  interpreter: Interpreter,
  generators: readonly Comprehension[],
  first: Value,
  scope: Scope,
  body: () => void,
  made: ListValue | SetValue | DictValue,
): void {
  const clause = (depth: number): void => {
    const generator = generators[depth];
    if (!generator) {
      body();
      return;
    }
    const iterator = interpreter.iterator(depth === 0 ? first : evaluate(interpreter, generator.iterable, scope));
    const round = (element: Value) => {
      interpreter.budget.step();
      assign(interpreter, generator.target, element, scope);
      conditions(generator.conditions, 0, depth);
    };
    if (iterator.kind === 'unknown' || iterator.unknownLength) {
      const element =
        (iterator.kind === 'iterator' ? iterator.next() : undefined) ?? unknown('an element of something unknown');
      uncertainly(interpreter, made, () => round(element));
      return;
    }
    const begun = interpreter.budget.spent;
    for (let element = iterator.next(); element; element = iterator.next()) {
      if (interpreter.budget.isLong(generator, 0, begun)) {
        reportBudget(interpreter, generator.iterable);
        if (depth === 0 && isPlain(generators) && made.kind === 'list' && !made.rest)
          fill(interpreter, made, elementsLeft(interpreter, element, iterator), round);
        else uncertainly(interpreter, made, () => round(unknown(notFollowed)));
        return;
      }
      round(element);
    }
  };
  const conditions = (tests: readonly Expression[], at: number, depth: number): void => {
    const test = tests[at];
    if (!test) {
      clause(depth + 1);
      return;
    }
    const truth = interpreter.truth(evaluate(interpreter, test, scope));
    if (truth === undefined) uncertainly(interpreter, made, () => conditions(tests, at + 1, depth));
    else if (truth) conditions(tests, at + 1, depth);
  };
  clause(0);
}

const notFollowed = 'an element of a comprehension that is not followed to its end';

/** Whether a comprehension makes an element for each element of one iterable. */
function isPlain(generators: readonly Comprehension[]): boolean {
  return generators.length === 1 && generators[0]?.conditions.length === 0;
}

/** How many elements an iterator has left, and what they have in common. */
function elementsLeft(interpreter: Interpreter, first: Value, iterator: IteratorValue): { any: Value; count: number } {
  let any = first;
  let joined = 0;
  let count = 1;
  for (let next = iterator.next(); next; next = iterator.next()) {
    interpreter.budget.step(elementCost);
    count += 1;
    if (any === next || any.kind === 'unknown') continue;
    any = joined < mostJoined ? join(any, next, notFollowed) : unknown(notFollowed);
    joined += 1;
  }
  return { any: any.kind === 'unknown' && count > 1 ? unknown(notFollowed) : any, count };
}

/** So many different elements are looked at for what they have in common. */
const mostJoined = 100;
/** What it costs to count an element, in steps. */
const elementCost = 1 / 32;

/** Makes one element of any that is left, and has it stand for each of them. */
function fill(
  interpreter: Interpreter,
  made: ListValue,
  { any, count }: { any: Value; count: number },
  round: (element: Value) => void,
): void {
  const before = made.elements.length;
  branch(interpreter, [
    () => {
      round(any);
      return NORMAL;
    },
  ]);
  const last = made.elements[before];
  for (let i = 1; last && i < count; i += 1) made.elements.push(last);
}

/** Runs what may happen or not (or often), so that what is being made is of unknown length. */
function uncertainly(interpreter: Interpreter, made: ListValue | SetValue | DictValue, body: () => void): void {
  branch(interpreter, [
    () => NORMAL,
    () => {
      interpreter.beforeChange(made);
      body();
      return NORMAL;
    },
  ]);
}

function generatorExpression(interpreter: Interpreter, node: GeneratorExpression, first: Value, scope: Scope): Value {
  let unknownLength = false;
  function* rounds(depth: number): Generator<Value> {
    const generator = node.generators[depth];
    if (!generator) {
      yield evaluate(interpreter, node.element, scope);
      return;
    }
    const iterator = interpreter.iterator(depth === 0 ? first : evaluate(interpreter, generator.iterable, scope));
    if (iterator.kind === 'unknown' || iterator.unknownLength) unknownLength = true;
    const next = () => (iterator.kind === 'iterator' ? iterator.next() : undefined);
    const begun = interpreter.budget.spent;
    let element = next() ?? (iterator.kind === 'unknown' ? unknown('an element of something unknown') : undefined);
    for (; element; element = next()) {
      if (iterator.kind === 'iterator' && !interpreter.onNumbers && interpreter.budget.isLong(generator, 0, begun)) {
        reportBudget(interpreter, generator.iterable);
        const { any, count } = elementsLeft(interpreter, element, iterator);
        assign(interpreter, generator.target, any, scope);
        if (!isPlain(node.generators)) unknownLength = true;
        for (const value of [...rounds(depth + 1)])
          for (let i = 0; i < (unknownLength ? 1 : count); i += 1) yield value;
        return;
      }
      interpreter.budget.step();
      assign(interpreter, generator.target, element, scope);
      let wanted: boolean | undefined = true;
      for (const condition of generator.conditions) {
        wanted = interpreter.truth(evaluate(interpreter, condition, scope));
        if (wanted === undefined) unknownLength = true;
        if (wanted === false) break;
      }
      if (wanted !== false) yield* rounds(depth + 1);
    }
  }
  if (!interpreter.onNumbers) {
    // Whether the number of elements is known shows only at the end, so on shapes they are all worked out at once.
    const elements = [...rounds(0)];
    let at = 0;
    return {
      kind: 'iterator',
      name: 'generator',
      ...(unknownLength ? { unknownLength } : {}),
      next: () => elements[at++],
    };
  }
  const source = rounds(0);
  return {
    kind: 'iterator',
    name: 'generator',
    next: () => {
      const step = source.next();
      return step.done ? undefined : step.value;
    },
  };
}

/** Targets belong to the comprehension, so they are there (as unbound) before the first assignment looks for a home. */
function declare(target: Expression, scope: Scope): void {
  if (target.kind === 'Name') scope.variables.set(target.id, unknown('not bound yet'));
  else if (target.kind === 'Tuple' || target.kind === 'List')
    for (const element of target.elements) declare(element, scope);
  else if (target.kind === 'Starred') declare(target.value, scope);
}
