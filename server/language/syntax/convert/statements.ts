import type {
  Alias,
  BinaryOperator,
  ClassDefinition,
  ExceptHandler,
  Expression,
  FunctionDefinition,
  Statement,
  WithItem,
} from '../tree.js';
import { reportBreakage } from './breakage.js';
import { type Conversion, find, type Part } from './conversion.js';
import {
  callArguments,
  expression,
  expressionAfter,
  expressionFrom,
  expressions,
  identifier,
  isExpression,
  parameters,
  target,
} from './expressions.js';
import { casePattern } from './patterns.js';
import { checkTarget } from './targets.js';

/** The statements among the parts, in order; what is broken beyond saying what it is gives none. */
export function statements(c: Conversion, parts: readonly Part[]): Statement[] {
  const result: Statement[] = [];
  for (const part of parts) {
    const convert = converters.get(part.name);
    if (!convert) continue;
    const outer = c.broken.length;
    c.nested(
      part,
      () => result.push(endAtLastStatement(convert(c, part))),
      () => 0,
    );
    const own = c.broken.splice(outer);
    if (own.length > 0) reportBreakage(c, own);
  }
  return result;
}

type Converter = (c: Conversion, part: Part) => Statement;

/** The parser's blocks go on to the next line's start; a statement ends where the last one in it does. */
function endAtLastStatement(statement: Statement): Statement {
  const last = lastInside(statement);
  if (last) statement.end = last.end;
  return statement;
}

function lastInside(statement: Statement): Statement | undefined {
  switch (statement.kind) {
    case 'Function':
    case 'Class':
    case 'With':
      return statement.body.at(-1);
    case 'If':
    case 'For':
    case 'While':
      return statement.otherwise.at(-1) ?? statement.body.at(-1);
    case 'Try':
      return (
        statement.finally.at(-1) ??
        statement.otherwise.at(-1) ??
        statement.handlers.at(-1)?.body.at(-1) ??
        statement.body.at(-1)
      );
    case 'Match':
      return statement.cases.at(-1)?.body.at(-1);
    default:
      return undefined;
  }
}

const word =
  (kind: 'Pass' | 'Break' | 'Continue'): Converter =>
  (c, { start, end }) =>
    c.add({ kind, start, end });

const converters = new Map<string, Converter>([
  [
    'ExpressionStatement',
    (c, part) =>
      c.add({ kind: 'Expression', value: expressionFrom(c, c.parts(part), 0, part), start: part.start, end: part.end }),
  ],
  ['AssignStatement', assign],
  ['UpdateStatement', update],
  ['DeleteStatement', deletion],
  ['PassStatement', word('Pass')],
  ['BreakStatement', word('Break')],
  ['ContinueStatement', word('Continue')],
  [
    'ReturnStatement',
    (c, part) => c.add({ kind: 'Return', value: optional(c, c.parts(part)), start: part.start, end: part.end }),
  ],
  ['RaiseStatement', raise],
  [
    'ImportStatement',
    (c, part) => c.add({ kind: 'Import', names: aliases(c, c.parts(part)), start: part.start, end: part.end }),
  ],
  ['ImportFromStatement', importFrom],
  ['ScopeStatement', scope],
  ['AssertStatement', assertion],
  ['TypeDefinition', typeAlias],
  ['IfStatement', ifStatement],
  ['WhileStatement', whileStatement],
  ['ForStatement', forStatement],
  ['TryStatement', tryStatement],
  ['WithStatement', withStatement],
  ['MatchStatement', matchStatement],
  ['FunctionDefinition', (c, part) => functionDefinition(c, part, [])],
  ['ClassDefinition', (c, part) => classDefinition(c, part, [])],
  ['DecoratedStatement', decorated],
]);

function optional(c: Conversion, parts: readonly Part[]): Expression | undefined {
  const value = parts.slice(1).find(isExpression);
  return value && expression(c, value);
}

/** The statements of the `Body` among the parts. */
function body(c: Conversion, parts: readonly Part[]): Statement[] {
  const found = find(parts, 'Body');
  return found ? statements(c, c.parts(found)) : [];
}

function elseBody(c: Conversion, parts: readonly Part[], clause = 'ElseClause'): Statement[] {
  const found = find(parts, clause);
  return found ? body(c, c.parts(found)) : [];
}

function assign(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const { start, end } = part;
  const typeDef = find(parts, 'TypeDef');
  if (typeDef) {
    const annotated = expressionFrom(c, parts, 0, part);
    if (annotated.kind === 'Tuple' || annotated.kind === 'List')
      c.fault(parts[0] ?? part, 'only a single target can have a type');
    else checkTarget(c, annotated);
    const annotation = expressionFrom(c, c.parts(typeDef), 1, typeDef);
    return c.add({
      kind: 'AnnotatedAssign',
      target: annotated,
      annotation,
      value: expressionAfter(c, parts, 'AssignOp', part),
      start,
      end,
    });
  }
  const sides: Expression[] = [expressionFrom(c, parts, 0, part)];
  /** The `=` whose right side has not been met yet. */
  let operator: Part | undefined;
  for (const piece of parts) {
    if (piece.name === 'AssignOp') {
      if (operator) sides.push(c.missing(operator.end));
      operator = piece;
    } else if (operator && isExpression(piece)) {
      sides.push(expression(c, piece));
      operator = undefined;
    }
  }
  if (operator) sides.push(c.missing(operator.end));
  const value = sides.pop()!;
  for (const side of sides) checkTarget(c, side);
  return c.add({ kind: 'Assign', targets: sides, value, start, end });
}

function update(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const operator = find(parts, 'UpdateOp');
  const left = expressionFrom(c, parts, 0, part);
  checkTarget(c, left, true);
  return c.add({
    kind: 'AugmentedAssign',
    target: left,
    operator: (operator ? c.textOf(operator).slice(0, -1) : '+') as BinaryOperator,
    value: expressionAfter(c, parts, 'UpdateOp', part) ?? c.missing(part.end),
    start: part.start,
    end: part.end,
  });
}

function deletion(c: Conversion, part: Part): Statement {
  const list = find(c.parts(part), 'Targets');
  const targets = list
    ? c
        .parts(list)
        .filter(isExpression)
        .map((each) => expression(c, each))
    : [];
  for (const each of targets) checkTarget(c, each);
  return c.add({ kind: 'Delete', targets, start: part.start, end: part.end });
}

function raise(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const from = parts.findIndex((piece) => piece.name === 'from');
  return c.add({
    kind: 'Raise',
    exception: optional(c, from < 0 ? parts : parts.slice(0, from)),
    cause: from < 0 ? undefined : expressionFrom(c, parts, from + 1, part),
    start: part.start,
    end: part.end,
  });
}

function aliases(c: Conversion, parts: readonly Part[]): Alias[] {
  return parts
    .filter((part) => part.name === 'ImportedName')
    .map((part) => {
      const pieces = c.parts(part);
      const as = pieces.findIndex((piece) => piece.name === 'as');
      const renamed = as < 0 ? undefined : pieces.slice(as).find((piece) => piece.name === 'VariableName');
      return c.add({
        kind: 'Alias',
        name: dotted(c, as < 0 ? pieces : pieces.slice(0, as)),
        as: renamed && identifier(c.textOf(renamed)),
        start: part.start,
        end: part.end,
      });
    });
}

function dotted(c: Conversion, parts: readonly Part[]): string {
  return parts
    .filter((part) => part.name === 'VariableName')
    .map((part) => identifier(c.textOf(part)))
    .join('.');
}

function importFrom(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const at = parts.findIndex((piece) => piece.name === 'import');
  const origin = at < 0 ? parts : parts.slice(0, at);
  const wanted = at < 0 ? [] : parts.slice(at + 1);
  const firstName = origin.findIndex((piece) => piece.name === 'VariableName');
  const level = (firstName < 0 ? origin : origin.slice(0, firstName)).reduce(
    (dots, piece) => dots + (piece.name === '.' ? 1 : piece.name === 'Ellipsis' ? 3 : 0),
    0,
  );
  const star = find(wanted, '*');
  const list = find(wanted, 'ImportList');
  const names: Alias[] = star
    ? [c.add({ kind: 'Alias', name: '*', as: undefined, start: star.start, end: star.end })]
    : aliases(c, list ? c.parts(list) : wanted);
  return c.add({ kind: 'ImportFrom', module: dotted(c, origin), level, names, start: part.start, end: part.end });
}

function scope(c: Conversion, part: Part): Statement {
  const [keyword, ...rest] = c.parts(part);
  const names = rest.filter((piece) => piece.name === 'VariableName').map((piece) => identifier(c.textOf(piece)));
  return c.add({ kind: keyword?.name === 'nonlocal' ? 'Nonlocal' : 'Global', names, start: part.start, end: part.end });
}

function assertion(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  return c.add({
    kind: 'Assert',
    test: expressionFrom(c, parts, 1, part),
    message: expressionAfter(c, parts, ',', part),
    start: part.start,
    end: part.end,
  });
}

function typeAlias(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const alias = find(parts, 'VariableName');
  return c.add({
    kind: 'TypeAlias',
    name: alias ? identifier(c.textOf(alias)) : '',
    value: expressionAfter(c, parts, 'AssignOp', part) ?? c.missing(part.end),
    start: part.start,
    end: part.end,
  });
}

function ifStatement(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const test = expressionFrom(c, parts, 1, part);
  const inside = body(c, parts);
  const clauses = parts
    .filter((piece) => piece.name === 'ElifClause')
    .map((piece) => {
      const pieces = c.parts(piece);
      return { start: piece.start, test: expressionFrom(c, pieces, 1, piece), body: body(c, pieces) };
    });
  let otherwise = elseBody(c, parts);
  const { end } = part;
  for (const clause of clauses.reverse()) {
    otherwise = [endAtLastStatement(c.add({ kind: 'If', ...clause, otherwise, end }))];
  }
  return c.add({ kind: 'If', test, body: inside, otherwise, start: part.start, end });
}

function whileStatement(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  return c.add({
    kind: 'While',
    test: expressionFrom(c, parts, 1, part),
    body: body(c, parts),
    otherwise: elseBody(c, parts),
    start: part.start,
    end: part.end,
  });
}

function forStatement(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const bound = target(c, parts, part);
  checkTarget(c, bound);
  return c.add({
    kind: 'For',
    target: bound,
    iterable: expressionAfter(c, parts, 'in', part) ?? c.missing(find(parts, 'Targets')?.end ?? part.end),
    body: body(c, parts),
    otherwise: elseBody(c, parts),
    async: find(parts, 'async') !== undefined,
    start: part.start,
    end: part.end,
  });
}

function tryStatement(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const tried = body(c, parts);
  const handlers: ExceptHandler[] = [];
  for (const clause of parts) {
    if (clause.name !== 'ExceptClause') continue;
    const pieces = c.parts(clause);
    const types = find(pieces, 'Exceptions');
    const bound = find(pieces, 'VariableName');
    handlers.push(
      c.add({
        kind: 'ExceptHandler',
        type: types && expressions(c, types),
        name: bound && identifier(c.textOf(bound)),
        body: body(c, pieces),
        start: clause.start,
        end: clause.end,
      }),
    );
  }
  const otherwise = elseBody(c, parts);
  return c.add({
    kind: 'Try',
    body: tried,
    handlers,
    otherwise,
    finally: elseBody(c, parts, 'FinallyClause'),
    start: part.start,
    end: part.end,
  });
}

function withStatement(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  return c.add({
    kind: 'With',
    items: withItems(c, parts),
    body: body(c, parts),
    async: find(parts, 'async') !== undefined,
    start: part.start,
    end: part.end,
  });
}

function withItems(c: Conversion, parts: readonly Part[]): WithItem[] {
  const items = parts.filter((piece) => piece.name === 'WithItem');
  const pieces = items[0] ? c.parts(items[0]) : [];
  const [brackets] = pieces;
  // `with (a as b, c):` the brackets are the statement's, not a tuple's.
  if (
    items.length === 1 &&
    pieces.length === 1 &&
    brackets &&
    /^(Tuple|Parenthesized)Expression$/.test(brackets.name)
  ) {
    const inside = c.parts(brackets).filter((piece) => isExpression(piece));
    if (inside.length) return inside.map((piece) => withItem(c, piece));
  }
  return items.map((item) => withItem(c, item));
}

function withItem(c: Conversion, part: Part): WithItem {
  const parts = part.name === 'WithItem' ? c.parts(part) : [part];
  const bound = expressionAfter(c, parts, 'as', part);
  if (bound) checkTarget(c, bound);
  return c.add({
    kind: 'WithItem',
    context: expressionFrom(c, parts, 0, part),
    target: bound,
    start: part.start,
    end: part.end,
  });
}

function matchStatement(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const subject = find(parts, 'Subject');
  const block = find(parts, 'MatchBody');
  const cases = (block ? c.parts(block) : [])
    .filter((piece) => piece.name === 'MatchClause')
    .map((clause) => {
      const pieces = c.parts(clause);
      const wanted = find(pieces, 'CasePattern');
      const guard = find(pieces, 'Guard');
      return c.add({
        kind: 'MatchCase' as const,
        pattern: casePattern(c, wanted, clause),
        guard: guard && expressionFrom(c, c.parts(guard), 1, guard),
        body: body(c, pieces),
        start: clause.start,
        end: clause.end,
      });
    });
  return c.add({
    kind: 'Match',
    subject: subject ? expressions(c, subject) : c.missing(part.end),
    cases,
    start: part.start,
    end: part.end,
  });
}

function decorated(c: Conversion, part: Part): Statement {
  const parts = c.parts(part);
  const decorators = parts
    .filter((piece) => piece.name === 'Decorator')
    .map((piece) => expressionFrom(c, c.parts(piece), 1, piece));
  for (const piece of parts) {
    if (piece.name === 'FunctionDefinition') return functionDefinition(c, piece, decorators);
    if (piece.name === 'ClassDefinition') return classDefinition(c, piece, decorators);
  }
  // Nothing to decorate yet: what was written still counts.
  return c.add({ kind: 'Expression', value: decorators[0] ?? c.missing(part.end), start: part.start, end: part.end });
}

function functionDefinition(c: Conversion, part: Part, decorators: readonly Expression[]): Statement {
  const parts = c.parts(part);
  const named = find(parts, 'VariableName');
  const list = find(parts, 'ParamList');
  const returns = find(parts, 'Returns');
  const declared = list ? parameters(c, list) : [];
  const result = returns && expressionFrom(c, c.parts(returns), 0, returns);
  const outer = c.yields;
  c.yields = 0;
  const statements = body(c, parts);
  const generator = c.yields > 0;
  c.yields = outer;
  return c.addNamed<FunctionDefinition>({
    kind: 'Function',
    name: named ? identifier(c.textOf(named)) : '',
    nameStart: named ? named.start : part.start,
    parameters: declared,
    returns: result,
    body: statements,
    decorators,
    async: find(parts, 'async') !== undefined,
    generator,
    start: part.start,
    end: part.end,
  });
}

function classDefinition(c: Conversion, part: Part, decorators: readonly Expression[]): Statement {
  const parts = c.parts(part);
  const named = find(parts, 'VariableName');
  const { positional, keywords } = callArguments(c, find(parts, 'ArgList'));
  return c.addNamed<ClassDefinition>({
    kind: 'Class',
    name: named ? identifier(c.textOf(named)) : '',
    nameStart: named ? named.start : part.start,
    bases: positional,
    keywords,
    body: body(c, parts),
    decorators,
    start: part.start,
    end: part.end,
  });
}
