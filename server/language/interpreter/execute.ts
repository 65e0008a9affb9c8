import { putKey } from '../library/python/dict.js';
import type { AnnotatedAssign, Expression, Statement } from '../syntax/tree.js';
import { none, str, unknown, type Value } from '../values/value.js';
import { assign, assignAugmented, forget, remove } from './assignment.js';
import { boundNames } from './bound-names.js';
import { BREAK, branch, CONTINUE, NORMAL, RETURN, type Signal } from './branches.js';
import { makeClass } from './classes.js';
import { conditionHolds } from './conditions.js';
import { evaluate } from './evaluate.js';
import { decorated, makeFunction } from './functions.js';
import { executeImport, executeImportFrom } from './imports.js';
import type { Interpreter } from './interpreter.js';
import { executeFor, executeWhile } from './loops.js';
import { executeMatch } from './match.js';
import { NameRange } from './name-range.js';
import type { PythonException } from './python-exception.js';
import { assertStatement, raiseStatement } from './raise.js';
import { reportFault } from './report.js';
import type { Scope } from './scope.js';
import { executeTry } from './try.js';
import { executeWith } from './with.js';

/** Statements in turn, until one of them leaves the block. */
export function executeBlock(
  interpreter: Interpreter,
  statements: readonly Statement[],
  scope: Scope,
  from = 0,
): Signal {
  for (let i = from; i < statements.length; i += 1) {
    const outside = interpreter.takeLeave();
    const signal = execute(interpreter, statements[i] as Statement, scope);
    const inside = interpreter.takeLeave();
    interpreter.possibleLeave = inside === 'none' || outside === 'break' ? outside : inside;
    if (signal !== NORMAL) return signal;
    if (inside !== 'none' && i + 1 < statements.length) {
      // A `continue` or `break` may have happened, so the rest may not run.
      return branch(interpreter, [() => NORMAL, () => executeBlock(interpreter, statements, scope, i + 1)]);
    }
  }
  return NORMAL;
}

/**
 * One statement. On shapes an exception outside of any `try` ends only the statement in which it
 * arose: half-written code is the normal state of a file, and what comes after still has a meaning.
 */
export function execute(interpreter: Interpreter, statement: Statement, scope: Scope): Signal {
  interpreter.budget.step();
  interpreter.range = statement;
  if (interpreter.onNumbers || interpreter.tries > 0) return executeStrictly(interpreter, statement, scope);
  const { frames } = interpreter;
  const depth = frames.length;
  try {
    return executeStrictly(interpreter, statement, scope);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    if (!exception || (exception.deliberate && isDeliberate(statement, depth))) throw exception ?? error;
    frames.length = depth;
    abandon(interpreter, statement, exception, scope);
    return NORMAL;
  }
}

/** The value of a condition or an iterable; on shapes an exception in it makes it Unknown, so that the block is still run. */
export function evaluateHeader(interpreter: Interpreter, node: Expression, scope: Scope): Value {
  if (interpreter.onNumbers || interpreter.tries > 0) return evaluate(interpreter, node, scope);
  try {
    return evaluate(interpreter, node, scope);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    if (!exception) throw error;
    reportFault(interpreter, exception);
    return unknown(interpreter.messageOf(exception));
  }
}

/** What a statement that was not carried out would have bound is not known. */
export function abandon(
  interpreter: Interpreter,
  statement: Statement,
  exception: PythonException,
  scope: Scope,
): void {
  reportFault(interpreter, exception);
  const reason = interpreter.messageOf(exception) || exception.exception.class.name;
  if (statement.kind === 'Assign') for (const target of statement.targets) forget(interpreter, target, reason, scope);
  else for (const name of boundNames(statement)) interpreter.assign(scope, name, unknown(reason));
}

/** A `raise` of the program leaves its block and its function, and ends the statement that called that. */
function isDeliberate(statement: Statement, depth: number): boolean {
  if (statement.kind === 'Raise' || statement.kind === 'Assert') return true;
  const compound =
    statement.kind === 'If' ||
    statement.kind === 'For' ||
    statement.kind === 'While' ||
    statement.kind === 'With' ||
    statement.kind === 'Match' ||
    statement.kind === 'Try';
  return compound && depth > 1;
}

function executeStrictly(interpreter: Interpreter, statement: Statement, scope: Scope): Signal {
  switch (statement.kind) {
    case 'Expression':
      evaluate(interpreter, statement.value, scope);
      return NORMAL;
    case 'Assign': {
      const value = evaluate(interpreter, statement.value, scope);
      for (const target of statement.targets) assign(interpreter, target, value, scope);
      return NORMAL;
    }
    case 'AugmentedAssign':
      assignAugmented(interpreter, statement, scope);
      return NORMAL;
    case 'AnnotatedAssign':
      if (scope.kind === 'class') annotate(interpreter, statement, scope);
      if (statement.value) assign(interpreter, statement.target, evaluate(interpreter, statement.value, scope), scope);
      return NORMAL;
    case 'Return':
      interpreter.frame.result = statement.value ? evaluate(interpreter, statement.value, scope) : none;
      return RETURN;
    case 'If': {
      const truth = conditionHolds(interpreter, statement.test, scope);
      if (truth !== undefined) return executeBlock(interpreter, truth ? statement.body : statement.otherwise, scope);
      return branch(interpreter, [
        () => executeBlock(interpreter, statement.body, scope),
        () => executeBlock(interpreter, statement.otherwise, scope),
      ]);
    }
    case 'For':
      return executeFor(interpreter, statement, scope);
    case 'While':
      return executeWhile(interpreter, statement, scope);
    case 'Break':
      return BREAK;
    case 'Continue':
      return CONTINUE;
    case 'Function': {
      const made = decorated(interpreter, statement.decorators, makeFunction(interpreter, statement, scope), scope);
      bindName(interpreter, statement, made, scope);
      return NORMAL;
    }
    case 'Class':
      bindName(interpreter, statement, makeClass(interpreter, statement, scope), scope);
      return NORMAL;
    case 'Import':
      executeImport(interpreter, statement, scope);
      return NORMAL;
    case 'ImportFrom':
      executeImportFrom(interpreter, statement, scope);
      return NORMAL;
    case 'With':
      return executeWith(interpreter, statement, scope);
    case 'Try':
      return executeTry(interpreter, statement, scope);
    case 'Raise':
      raiseStatement(interpreter, statement, scope);
      return NORMAL;
    case 'Assert':
      assertStatement(interpreter, statement, scope);
      return NORMAL;
    case 'Delete':
      for (const target of statement.targets) remove(interpreter, target, scope);
      return NORMAL;
    case 'Global':
      scope.globalNames ??= new Set();
      for (const name of statement.names) scope.globalNames.add(name);
      return NORMAL;
    case 'Nonlocal':
      scope.nonlocalNames ??= new Set();
      for (const name of statement.names) scope.nonlocalNames.add(name);
      return NORMAL;
    case 'Match':
      return executeMatch(interpreter, statement, scope);
    case 'Pass':
    case 'TypeAlias':
      return NORMAL;
  }
}

/** A class's `__annotations__`: names with the last word of what stands behind them, all that data classes look at. */
function annotate(interpreter: Interpreter, { target, annotation }: AnnotatedAssign, scope: Scope): void {
  if (target.kind !== 'Name') return;
  let annotations = scope.variables.get('__annotations__');
  if (annotations?.kind !== 'dict') {
    annotations = { kind: 'dict', entries: new Map() };
    scope.variables.set('__annotations__', annotations);
  }
  let type = annotation;
  if (type.kind === 'Subscript') type = type.object;
  const word = type.kind === 'Name' ? type.id : type.kind === 'Attribute' ? type.name : 'object';
  putKey(annotations, str(target.id), str(word), interpreter);
}

function bindName(
  interpreter: Interpreter,
  node: { readonly name: string; readonly nameStart: number },
  value: Value,
  scope: Scope,
): void {
  interpreter.assign(scope, node.name, value);
  interpreter.recorder.binding(new NameRange(node), node.name, value);
}
