import type { Expression, Module, Range, Statement } from '../language/syntax/tree.js';
import { statements } from './statements.js';

/** For each single target of an assignment, by where it starts: where its statement ends. Names of an unpacking are not in it. */
export function assignmentEnds(module: Module, within?: Range): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const body = within
    ? module.body.filter(({ start, end }) => start <= within.end && within.start <= end)
    : module.body;
  for (const statement of statements(body))
    for (const target of targetsOf(statement))
      if (target.kind !== 'Tuple' && target.kind !== 'List') ends.set(target.start, statement.end);
  return ends;
}

function targetsOf(statement: Statement): readonly Expression[] {
  if (statement.kind === 'Assign') return statement.targets;
  return statement.kind === 'AugmentedAssign' || statement.kind === 'AnnotatedAssign' ? [statement.target] : [];
}
