import type { Match, Pattern } from '../syntax/tree.js';
import { equals } from '../values/equality.js';
import { none, type Value } from '../values/value.js';
import { branch, NORMAL, type Signal } from './branches.js';
import { evaluate } from './evaluate.js';
import { evaluateHeader, executeBlock } from './execute.js';
import type { Interpreter } from './interpreter.js';
import type { Scope } from './scope.js';

/** `match`: of patterns, values, names, sequences and alternatives are compared; of others it is unknown whether they fit. */
export function executeMatch(interpreter: Interpreter, node: Match, scope: Scope): Signal {
  const subject = evaluateHeader(interpreter, node.subject, scope);
  const tryCase = (at: number): Signal => {
    const candidate = node.cases[at];
    if (!candidate) return NORMAL;
    let fits = matches(interpreter, candidate.pattern, subject, scope);
    if (fits !== false && candidate.guard) {
      const guard = interpreter.truth(evaluate(interpreter, candidate.guard, scope));
      fits = guard === false ? false : guard === undefined ? undefined : fits;
    }
    if (fits) return executeBlock(interpreter, candidate.body, scope);
    if (fits === false) return tryCase(at + 1);
    interpreter.unknown('whether this pattern fits', 'match');
    return branch(interpreter, [() => executeBlock(interpreter, candidate.body, scope), () => tryCase(at + 1)]);
  };
  return tryCase(0);
}

function matches(interpreter: Interpreter, pattern: Pattern, subject: Value, scope: Scope): boolean | undefined {
  switch (pattern.kind) {
    case 'CapturePattern': {
      const fits = pattern.pattern ? matches(interpreter, pattern.pattern, subject, scope) : true;
      if (fits !== false && pattern.name !== '_') interpreter.assign(scope, pattern.name, subject);
      return fits;
    }
    case 'ValuePattern':
      return equals(subject, evaluate(interpreter, pattern.value, scope));
    case 'OrPattern': {
      const verdicts = pattern.alternatives.map((alternative) => matches(interpreter, alternative, subject, scope));
      return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
    }
    case 'SequencePattern':
      return matchesSequence(interpreter, pattern.elements, subject, scope);
    default:
      return subject === none ? false : undefined;
  }
}

function matchesSequence(
  interpreter: Interpreter,
  patterns: readonly Pattern[],
  subject: Value,
  scope: Scope,
): boolean | undefined {
  if (subject.kind === 'unknown') return undefined;
  if (subject.kind !== 'list' && subject.kind !== 'tuple') return false;
  const elements = interpreter.elements(subject);
  if (!elements || patterns.some((pattern) => pattern.kind === 'StarPattern')) return undefined;
  if (elements.length !== patterns.length) return false;
  const verdicts = patterns.map((pattern, i) => matches(interpreter, pattern, elements[i] as Value, scope));
  return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
}
