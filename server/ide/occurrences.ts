import type { Comprehension, Expression, Module, Node, Parameter, Range, Statement } from '../language/syntax/tree.js';
import { boundIn } from './bound-places.js';

/** A place at which a variable stands. */
export interface Occurrence extends Range {
  readonly name: string;
  /** The variable: the same object at all of its places. */
  readonly variable: Variable;
  /** Whether it is bound here: assigned, imported, defined, a parameter. */
  readonly isBinding: boolean;
  /** What binds it, where it is a statement of its own kind. */
  readonly statement: Statement | undefined;
}

export interface Variable {
  readonly name: string;
  readonly scope: Scope;
}

/** A module, a function, a class or a comprehension. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension';
  readonly parent: Scope | undefined;
  readonly variables: Map<string, Variable>;
}

/** Every place of every variable, by Python's rules of scopes; nothing is run for it. In the order of the text. */
export function occurrences(module: Module): readonly Occurrence[] {
  let found = known.get(module);
  if (!found) {
    const finder = new Finder();
    finder.block(module.body, newScope('module', undefined));
    found = finder.finish();
    known.set(module, found);
  }
  return found;
}

/** Asked at each move of the cursor, while the text stays the same. */
const known = new WeakMap<Module, readonly Occurrence[]>();

function newScope(kind: Scope['kind'], parent: Scope | undefined): Scope {
  return { kind, parent, variables: new Map() };
}

class Finder {
  private readonly reads: { readonly name: string; readonly range: Range; readonly scope: Scope }[] = [];
  private readonly found: Occurrence[] = [];

  finish(): readonly Occurrence[] {
    // A name that is read may be bound further down, so that it is looked up once all is bound.
    const bindings = new Set(this.found.map(({ start }) => start));
    for (const { name, range, scope } of this.reads) {
      // The targets of an assignment are expressions too.
      if (bindings.has(range.start)) continue;
      const variable = lookUp(name, scope);
      if (variable) this.add(variable, range, false, undefined);
    }
    return this.found.sort((a, b) => a.start - b.start);
  }

  block(body: readonly Statement[], scope: Scope): void {
    for (const statement of body) this.statement(statement, scope);
  }

  private statement(statement: Statement, scope: Scope): void {
    if (statement.kind === 'Global' || statement.kind === 'Nonlocal') {
      for (const name of statement.names) {
        const home = statement.kind === 'Global' ? moduleOf(scope) : (scope.parent ?? scope);
        const variable = (statement.kind === 'Nonlocal' && lookUp(name, home)) || variableOf(name, home);
        scope.variables.set(name, variable);
      }
      return;
    }
    for (const { name, range } of boundIn(statement)) this.add(variableOf(name, scope), range, true, statement);
    // Where it stands the tree does not say; that it is bound hides a name outside.
    if (statement.kind === 'Try')
      for (const { name } of statement.handlers) if (name !== undefined) variableOf(name, scope);
    if (statement.kind === 'Function') {
      for (const decorator of statement.decorators) this.visit(decorator, scope);
      this.function(statement.parameters, statement.body, scope);
    } else if (statement.kind === 'Class') {
      for (const outside of [...statement.decorators, ...statement.bases, ...statement.keywords])
        this.visit(outside, scope);
      this.block(statement.body, newScope('class', scope));
    } else {
      this.children(statement, scope);
    }
  }

  private function(parameters: readonly Parameter[], body: readonly Statement[] | Expression, scope: Scope): void {
    const inner = newScope('function', scope);
    for (const parameter of parameters) {
      const stars = parameter.style.startsWith('*') ? parameter.style.length : 0;
      const start = parameter.start + stars;
      this.add(variableOf(parameter.name, inner), { start, end: start + parameter.name.length }, true, undefined);
      for (const outside of [parameter.annotation, parameter.default]) if (outside) this.visit(outside, scope);
    }
    if ('kind' in body) this.visit(body, inner);
    else this.block(body, inner);
  }

  private comprehension(generators: readonly Comprehension[], results: readonly Expression[], scope: Scope): void {
    const inner = newScope('comprehension', scope);
    for (const [i, { target, iterable, conditions }] of generators.entries()) {
      this.visit(iterable, i === 0 ? scope : inner);
      this.bind(target, inner);
      for (const condition of conditions) this.visit(condition, inner);
    }
    for (const result of results) this.visit(result, inner);
  }

  private bind(target: Expression, scope: Scope): void {
    if (target.kind === 'Name') this.add(variableOf(target.id, scope), target, true, undefined);
    else if (target.kind === 'Tuple' || target.kind === 'List')
      for (const element of target.elements) this.bind(element, scope);
    else if (target.kind === 'Starred') this.bind(target.value, scope);
    else this.visit(target, scope);
  }

  private visit(node: Node, scope: Scope): void {
    switch (node.kind) {
      case 'Name':
        this.reads.push({ name: node.id, range: node, scope });
        break;
      case 'NamedExpression': {
        let home = scope;
        while (home.kind === 'comprehension' && home.parent) home = home.parent;
        this.bind(node.target, home);
        this.visit(node.value, scope);
        break;
      }
      case 'Lambda':
        this.function(node.parameters, node.body, scope);
        break;
      case 'ListComprehension':
      case 'SetComprehension':
      case 'GeneratorExpression':
        this.comprehension(node.generators, [node.element], scope);
        break;
      case 'DictComprehension':
        this.comprehension(node.generators, [node.key, node.value], scope);
        break;
      default:
        this.children(node, scope);
    }
  }

  private children(node: object, scope: Scope): void {
    for (const field of Object.values(node)) this.field(field, scope);
  }

  private field(field: unknown, scope: Scope): void {
    if (Array.isArray(field)) for (const element of field) this.field(element, scope);
    else if (isStatement(field)) this.statement(field, scope);
    else if (isNode(field)) this.visit(field, scope);
    else if (typeof field === 'object' && field !== null) this.children(field, scope);
  }

  private add(variable: Variable, { start, end }: Range, isBinding: boolean, statement: Statement | undefined): void {
    // A name that is yet to be written stands nowhere.
    if (start < end) this.found.push({ name: variable.name, variable, start, end, isBinding, statement });
  }
}

function variableOf(name: string, scope: Scope): Variable {
  let variable = scope.variables.get(name);
  if (!variable) {
    variable = { name, scope };
    scope.variables.set(name, variable);
  }
  return variable;
}

/** A class's names are seen in its body alone, not in its methods. */
function lookUp(name: string, from: Scope): Variable | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    const found = scope === from || scope.kind !== 'class' ? scope.variables.get(name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function moduleOf(scope: Scope): Scope {
  let module = scope;
  while (module.parent) module = module.parent;
  return module;
}

const statementKinds: ReadonlySet<string> = new Set([
  ...['Expression', 'Assign', 'AugmentedAssign', 'AnnotatedAssign', 'Return', 'Delete', 'Pass', 'Break', 'Continue'],
  ...['If', 'For', 'While', 'With', 'Try', 'Raise', 'Assert', 'Match', 'Function', 'Class', 'Import', 'ImportFrom'],
  ...['Global', 'Nonlocal', 'TypeAlias'],
]);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'start' in value;
}

function isStatement(value: unknown): value is Statement {
  return isNode(value) && statementKinds.has(value.kind);
}
