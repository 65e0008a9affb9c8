import type { Expression, FunctionDefinition, Lambda, Pattern, Statement } from '../syntax/tree.js';

/** The names that a function binds: its parameters and what its body assigns, `global` and `nonlocal` ones apart. */
export function localNames(node: FunctionDefinition | Lambda): ReadonlySet<string> {
  let names = known.get(node);
  if (!names) {
    names = new Set(node.parameters.map((parameter) => parameter.name));
    const elsewhere = new Set<string>();
    if (node.kind === 'Function') for (const statement of node.body) collect(statement, names, elsewhere);
    for (const name of elsewhere) names.delete(name);
    known.set(node, names);
  }
  return names;
}

/** The names that a statement binds when it runs, in blocks inside it too. */
export function boundNames(statement: Statement): ReadonlySet<string> {
  const names = new Set<string>();
  collect(statement, names, new Set());
  return names;
}

/** Chunks that did not change keep their nodes from one keystroke to the next. */
const known = new WeakMap<FunctionDefinition | Lambda, Set<string>>();

function collect(statement: Statement, names: Set<string>, elsewhere: Set<string>): void {
  const block = (statements: readonly Statement[]) => {
    for (const inner of statements) collect(inner, names, elsewhere);
  };
  switch (statement.kind) {
    case 'Assign':
      for (const target of statement.targets) collectTarget(target, names);
      collectWalrus(statement.value, names);
      break;
    case 'AugmentedAssign':
    case 'AnnotatedAssign':
      collectTarget(statement.target, names);
      break;
    case 'Expression':
      collectWalrus(statement.value, names);
      break;
    case 'Return':
      if (statement.value) collectWalrus(statement.value, names);
      break;
    case 'Delete':
      for (const target of statement.targets) collectTarget(target, names);
      break;
    case 'If':
    case 'While':
      collectWalrus(statement.test, names);
      block(statement.body);
      block(statement.otherwise);
      break;
    case 'For':
      collectTarget(statement.target, names);
      block(statement.body);
      block(statement.otherwise);
      break;
    case 'With':
      for (const item of statement.items) if (item.target) collectTarget(item.target, names);
      block(statement.body);
      break;
    case 'Try':
      block(statement.body);
      for (const handler of statement.handlers) {
        if (handler.name) names.add(handler.name);
        block(handler.body);
      }
      block(statement.otherwise);
      block(statement.finally);
      break;
    case 'Match':
      for (const { pattern, body } of statement.cases) {
        collectPattern(pattern, names);
        block(body);
      }
      break;
    case 'Function':
    case 'Class':
    case 'TypeAlias':
      names.add(statement.name);
      break;
    case 'Import':
      for (const alias of statement.names) names.add(alias.as ?? (alias.name.split('.')[0] as string));
      break;
    case 'ImportFrom':
      for (const alias of statement.names) if (alias.name !== '*') names.add(alias.as ?? alias.name);
      break;
    case 'Global':
    case 'Nonlocal':
      for (const name of statement.names) elsewhere.add(name);
      break;
    default:
      break;
  }
}

function collectTarget(target: Expression, names: Set<string>): void {
  if (target.kind === 'Name') names.add(target.id);
  else if (target.kind === 'Tuple' || target.kind === 'List')
    for (const element of target.elements) collectTarget(element, names);
  else if (target.kind === 'Starred') collectTarget(target.value, names);
}

/** Finds `:=` where it is usual: in conditions, calls and comprehensions. */
function collectWalrus(expression: Expression, names: Set<string>): void {
  switch (expression.kind) {
    case 'NamedExpression':
      names.add(expression.target.id);
      collectWalrus(expression.value, names);
      break;
    case 'BooleanOperation':
    case 'Comparison':
      for (const operand of expression.operands) collectWalrus(operand, names);
      break;
    case 'BinaryOperation':
      collectWalrus(expression.left, names);
      collectWalrus(expression.right, names);
      break;
    case 'UnaryOperation':
      collectWalrus(expression.operand, names);
      break;
    case 'Tuple':
    case 'List':
    case 'Set':
      for (const element of expression.elements) collectWalrus(element, names);
      break;
    case 'Conditional':
      collectWalrus(expression.test, names);
      collectWalrus(expression.then, names);
      collectWalrus(expression.otherwise, names);
      break;
    case 'Call':
      for (const argument of expression.positional) collectWalrus(argument, names);
      for (const keyword of expression.keywords) collectWalrus(keyword.value, names);
      break;
    case 'ListComprehension':
    case 'SetComprehension':
    case 'GeneratorExpression':
      collectWalrus(expression.element, names);
      for (const generator of expression.generators)
        for (const condition of generator.conditions) collectWalrus(condition, names);
      break;
    default:
      break;
  }
}

function collectPattern(pattern: Pattern, names: Set<string>): void {
  switch (pattern.kind) {
    case 'CapturePattern':
      if (pattern.name !== '_') names.add(pattern.name);
      if (pattern.pattern) collectPattern(pattern.pattern, names);
      break;
    case 'SequencePattern':
      for (const element of pattern.elements) collectPattern(element, names);
      break;
    case 'MappingPattern':
      for (const entry of pattern.entries) collectPattern(entry.pattern, names);
      if (pattern.rest) names.add(pattern.rest);
      break;
    case 'ClassPattern':
      for (const inner of [...pattern.positional, ...pattern.keywords.map((k) => k.pattern)])
        collectPattern(inner, names);
      break;
    case 'StarPattern':
      if (pattern.name) names.add(pattern.name);
      break;
    case 'OrPattern':
      for (const alternative of pattern.alternatives) collectPattern(alternative, names);
      break;
    case 'ValuePattern':
      break;
  }
}
