import type { Expression, Pattern, Range, Statement } from '../language/syntax/tree.js';

/** A name that a statement binds itself, and where it stands. */
export interface BoundPlace {
  readonly name: string;
  readonly range: Range;
}

/** Assignments, loops, `with`, imports, definitions, `except … as`, patterns; what stands in blocks is not the statement's own. */
export function boundIn(statement: Statement): readonly BoundPlace[] {
  switch (statement.kind) {
    case 'Assign':
      return statement.targets.flatMap(targets);
    case 'AugmentedAssign':
    case 'AnnotatedAssign':
    case 'For':
      return targets(statement.target);
    case 'With':
      return statement.items.flatMap(({ target }) => (target ? targets(target) : []));
    case 'Function':
    case 'Class': {
      const { name, nameStart } = statement;
      return name === '' ? [] : [{ name, range: { start: nameStart, end: nameStart + name.length } }];
    }
    case 'Import':
      return statement.names.map((alias) => {
        const name = alias.as ?? alias.name.split('.', 1)[0] ?? '';
        return { name, range: alias.as ? last(alias, name) : first(alias, name) };
      });
    case 'ImportFrom':
      return statement.names.flatMap((alias) => {
        const name = alias.as ?? alias.name;
        return alias.name === '*' ? [] : [{ name, range: alias.as ? last(alias, name) : first(alias, name) }];
      });
    case 'Match':
      return statement.cases.flatMap(({ pattern }) => captures(pattern));
    default:
      return [];
  }
}

function first({ start }: Range, name: string): Range {
  return { start, end: start + name.length };
}

function last({ end }: Range, name: string): Range {
  return { start: end - name.length, end };
}

function targets(target: Expression): readonly BoundPlace[] {
  switch (target.kind) {
    case 'Name':
      return [{ name: target.id, range: target }];
    case 'Tuple':
    case 'List':
      return target.elements.flatMap(targets);
    case 'Starred':
      return targets(target.value);
    default:
      return [];
  }
}

function captures(pattern: Pattern): readonly BoundPlace[] {
  switch (pattern.kind) {
    case 'CapturePattern': {
      const own = pattern.name === '_' ? [] : [{ name: pattern.name, range: last(pattern, pattern.name) }];
      return [...own, ...(pattern.pattern ? captures(pattern.pattern) : [])];
    }
    case 'SequencePattern':
      return pattern.elements.flatMap(captures);
    case 'MappingPattern':
      return pattern.entries.flatMap((entry) => captures(entry.pattern));
    case 'ClassPattern':
      return [...pattern.positional, ...pattern.keywords.map((keyword) => keyword.pattern)].flatMap(captures);
    case 'OrPattern':
      return pattern.alternatives.flatMap(captures);
    default:
      return [];
  }
}

/** The attributes that a statement sets itself. */
export function boundTargets(statement: Statement): readonly Expression[] {
  if (statement.kind === 'Assign') return statement.targets.flatMap(attributes);
  if (statement.kind === 'AugmentedAssign' || statement.kind === 'AnnotatedAssign') return attributes(statement.target);
  return [];
}

function attributes(target: Expression): readonly Expression[] {
  if (target.kind === 'Attribute') return [target];
  return target.kind === 'Tuple' || target.kind === 'List' ? target.elements.flatMap(attributes) : [];
}
