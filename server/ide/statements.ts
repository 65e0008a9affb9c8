import type { Module, Statement } from '../language/syntax/tree.js';

/** Every statement, outer ones before those in their bodies. */
export function* statements(body: Module['body']): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    for (const inner of blocks(statement)) yield* statements(inner);
  }
}

/** The blocks of a compound statement. */
export function blocks(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'If':
    case 'For':
    case 'While':
      return [statement.body, statement.otherwise];
    case 'With':
    case 'Function':
    case 'Class':
      return [statement.body];
    case 'Try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.finally];
    case 'Match':
      return statement.cases.map(({ body }) => body);
    default:
      return [];
  }
}
