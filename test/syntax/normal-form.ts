import type {
  Comprehension,
  Expression,
  FormattedString,
  Keyword,
  Parameter,
  Pattern,
  Statement,
} from '../../server/language/syntax/tree.js';

export type Form = null | string | number | boolean | Form[];

/** The compact form in which a tree is compared with CPython's (test/oracle/syntax.py makes the same of its own). */
export class NormalForm {
  constructor(private readonly places = true) {}

  statements(body: readonly Statement[]): Form[] {
    return body.map((each) => this.statement(each));
  }

  private statement(s: Statement): Form {
    switch (s.kind) {
      case 'Expression':
        return ['Expression', this.of(s.value)];
      case 'Assign':
        return ['Assign', this.all(s.targets), this.of(s.value)];
      case 'AugmentedAssign':
        return ['AugmentedAssign', this.of(s.target), s.operator, this.of(s.value)];
      case 'AnnotatedAssign':
        return ['AnnotatedAssign', this.of(s.target), this.of(s.annotation), this.of(s.value)];
      case 'Return':
        return ['Return', this.of(s.value)];
      case 'Delete':
        return ['Delete', this.all(s.targets)];
      case 'Pass':
      case 'Break':
      case 'Continue':
        return [s.kind];
      case 'If':
      case 'While':
        return [s.kind, this.of(s.test), this.statements(s.body), this.statements(s.otherwise)];
      case 'For':
        return [
          'For',
          this.of(s.target),
          this.of(s.iterable),
          this.statements(s.body),
          this.statements(s.otherwise),
          s.async,
        ];
      case 'With':
        return [
          'With',
          s.items.map((item) => [this.of(item.context), this.of(item.target)]),
          this.statements(s.body),
          s.async,
        ];
      case 'Try': {
        const handlers = s.handlers.map((handler) => [
          this.of(handler.type),
          handler.name ?? null,
          this.statements(handler.body),
        ]);
        return ['Try', this.statements(s.body), handlers, this.statements(s.otherwise), this.statements(s.finally)];
      }
      case 'Raise':
        return ['Raise', this.of(s.exception), this.of(s.cause)];
      case 'Assert':
        return ['Assert', this.of(s.test), this.of(s.message)];
      case 'Match':
        return [
          'Match',
          this.of(s.subject),
          s.cases.map((each) => [this.pattern(each.pattern), this.of(each.guard), this.statements(each.body)]),
        ];
      case 'Import':
        return ['Import', s.names.map((alias) => [alias.name, alias.as ?? null])];
      case 'ImportFrom':
        return ['ImportFrom', s.module, s.level, s.names.map((alias) => [alias.name, alias.as ?? null])];
      case 'Global':
      case 'Nonlocal':
        return [s.kind, [...s.names]];
      case 'TypeAlias':
        return ['TypeAlias', s.name, this.of(s.value)];
      case 'Function':
        return [
          'Function',
          ...this.place(s),
          s.name,
          this.parameters(s.parameters),
          this.of(s.returns),
          this.statements(s.body),
          this.all(s.decorators),
          s.async,
          s.generator,
        ];
      case 'Class':
        return [
          'Class',
          ...this.place(s),
          s.name,
          this.all(s.bases),
          this.keywords(s.keywords),
          this.statements(s.body),
          this.all(s.decorators),
        ];
    }
  }

  private of(e: Expression | undefined): Form {
    if (!e) return null;
    switch (e.kind) {
      case 'Name':
        return ['Name', ...this.place(e), e.id];
      case 'Number':
        return [
          'Number',
          e.type,
          e.type === 'int' ? (e.value === undefined ? null : String(e.value)) : bits(e.value ?? Number.NaN),
        ];
      case 'String':
      case 'Bytes':
      case 'Constant':
        return [e.kind, e.value];
      case 'FormattedString':
        return this.formatted(e);
      case 'Tuple':
      case 'List':
      case 'Set':
        return [e.kind, this.all(e.elements)];
      case 'Dict':
        return ['Dict', e.entries.map(({ key, value }) => [this.of(key), this.of(value)])];
      case 'BinaryOperation':
        return [e.kind, e.operator, this.of(e.left), this.of(e.right)];
      case 'UnaryOperation':
        return [e.kind, e.operator, this.of(e.operand)];
      case 'BooleanOperation':
        return [e.kind, e.operator, this.all(e.operands)];
      case 'Comparison':
        return [e.kind, [...e.operators], this.all(e.operands)];
      case 'Conditional':
        return [e.kind, this.of(e.test), this.of(e.then), this.of(e.otherwise)];
      case 'NamedExpression':
        return [e.kind, e.target.id, this.of(e.value)];
      case 'Call':
        return ['Call', ...this.place(e), this.of(e.callee), this.all(e.positional), this.keywords(e.keywords)];
      case 'Attribute':
        return ['Attribute', ...this.place(e), this.of(e.object), e.name];
      case 'Subscript':
        return [e.kind, this.of(e.object), this.of(e.index)];
      case 'Slice':
        return [e.kind, this.of(e.lower), this.of(e.upper), this.of(e.step)];
      case 'Starred':
      case 'Await':
      case 'Yield':
      case 'YieldFrom':
        return [e.kind, this.of(e.value)];
      case 'Lambda':
        return ['Lambda', this.parameters(e.parameters), this.of(e.body)];
      case 'ListComprehension':
      case 'SetComprehension':
      case 'GeneratorExpression':
        return [e.kind, this.of(e.element), this.generators(e.generators)];
      case 'DictComprehension':
        return [e.kind, this.of(e.key), this.of(e.value), this.generators(e.generators)];
      case 'Missing':
        return ['Missing', ...this.place(e)];
    }
  }

  private all(nodes: readonly Expression[]): Form[] {
    return nodes.map((node) => this.of(node));
  }

  private place(node: { start: number; end: number }): number[] {
    return this.places ? [node.start, node.end] : [];
  }

  private formatted(e: FormattedString): Form {
    const parts: Form[] = [];
    const text = (more: string) => {
      const last = parts.at(-1);
      if (typeof last === 'string') parts[parts.length - 1] = last + more;
      else if (more) parts.push(more);
    };
    for (const part of e.parts) {
      if (typeof part === 'string') {
        text(part);
        continue;
      }
      text(part.debug ?? '');
      parts.push([this.of(part.value), part.conversion, part.format ? this.formatted(part.format) : null]);
    }
    return ['FormattedString', parts];
  }

  private parameters(parameters: readonly Parameter[]): Form[] {
    return parameters.map((each) => [each.name, each.style, this.of(each.annotation), this.of(each.default)]);
  }

  private keywords(keywords: readonly Keyword[]): Form[] {
    return keywords.map((keyword) => [keyword.name ?? null, this.of(keyword.value)]);
  }

  private generators(generators: readonly Comprehension[]): Form[] {
    return generators.map((each) => [
      this.of(each.target),
      this.of(each.iterable),
      this.all(each.conditions),
      each.async,
    ]);
  }

  private pattern(p: Pattern | undefined): Form {
    if (!p) return null;
    switch (p.kind) {
      case 'ValuePattern':
        return [p.kind, this.of(p.value)];
      case 'CapturePattern':
        return [p.kind, this.pattern(p.pattern), p.name];
      case 'SequencePattern':
        return [p.kind, p.elements.map((each) => this.pattern(each))];
      case 'MappingPattern':
        return [p.kind, p.entries.map((entry) => [this.of(entry.key), this.pattern(entry.pattern)]), p.rest ?? null];
      case 'ClassPattern':
        return [
          p.kind,
          this.of(p.type),
          p.positional.map((each) => this.pattern(each)),
          p.keywords.map((each) => [each.name, this.pattern(each.pattern)]),
        ];
      case 'StarPattern':
        return [p.kind, p.name ?? null];
      case 'OrPattern':
        return [p.kind, p.alternatives.map((each) => this.pattern(each))];
    }
  }
}

/** A float64's bits, so that the comparison is exact. */
function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
