import type { Expression, Module, Statement } from '../language/syntax/tree.js';
import { statements } from './statements.js';

/** For each single target of an assignment, by where it starts: where its statement ends. Names of an unpacking are not in it. */
export function assignmentEnds(module: Module): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (const statement of statements(module.body))
    for (const target of targetsOf(statement))
      if (target.kind !== 'Tuple' && target.kind !== 'List') ends.set(target.start, statement.end);
  return ends;
}

function targetsOf(statement: Statement): readonly Expression[] {
  if (statement.kind === 'Assign') return statement.targets;
  return statement.kind === 'AugmentedAssign' || statement.kind === 'AnnotatedAssign' ? [statement.target] : [];
}
