import type {
  Attribute,
  BinaryOperator,
  ComparisonOperator,
  Comprehension,
  Expression,
  Keyword,
  Name,
  NumberLiteral,
  Parameter,
} from '../tree.js';
import { type Conversion, find, type Part, split } from './conversion.js';
import { formattedString, string, strings } from './strings.js';

/** An expression; a part that is none (broken text) is `Missing`. */
export function expression(c: Conversion, part: Part): Expression {
  const convert = converters.get(part.name);
  if (!convert) return c.missing(part.start);
  return c.nested(
    part,
    () => convert(c, part),
    () => c.missing(part.start),
  );
}

export function isExpression(part: Part): boolean {
  return converters.has(part.name);
}

/** The first expression among the parts from an index on, or `Missing` where it should stand. */
export function expressionFrom(c: Conversion, parts: readonly Part[], from: number, whole: Part): Expression {
  for (let i = from; i < parts.length; i++) {
    const part = parts[i]!;
    if (isExpression(part)) return expression(c, part);
  }
  const before = parts[Math.min(from, parts.length) - 1];
  return c.missing(before ? before.end : whole.end);
}

/** The expression that follows the first part of a name, or undefined where that part is absent. */
export function expressionAfter(
  c: Conversion,
  parts: readonly Part[],
  name: string,
  whole: Part,
): Expression | undefined {
  const index = parts.findIndex((part) => part.name === name);
  return index < 0 ? undefined : expressionFrom(c, parts, index + 1, whole);
}

/** `a, b` without brackets: a tuple where there is a comma, else the one expression. */
export function expressions(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const elements = parts.filter(isExpression).map((element) => expression(c, element));
  const [only] = elements;
  if (only && elements.length === 1 && !find(parts, ',') && only.kind !== 'Starred') return only;
  if (!only) return c.missing(part.start);
  if (elements.length === 1 && !find(parts, ',')) c.fault(part, '`*` needs a comma after it here: `*values,`');
  return c.add({ kind: 'Tuple', elements, start: part.start, end: part.end });
}

export function name(c: Conversion, part: Part): Name {
  return c.add({ kind: 'Name', id: identifier(c.textOf(part)), start: part.start, end: part.end });
}

/** Python takes identifiers in their compatibility form: `ﬁt` is `fit`. */
export function identifier(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether all is ASCII
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFKC');
}

type Converter = (c: Conversion, part: Part) => Expression;

const constant =
  (value: 'None' | 'Ellipsis'): Converter =>
  (c, part) =>
    c.add({ kind: 'Constant', value, start: part.start, end: part.end });

const collection =
  (kind: 'Tuple' | 'List' | 'Set'): Converter =>
  (c, part) =>
    c.add({ kind, elements: inner(c, part), start: part.start, end: part.end });

const comprehension =
  (kind: 'ListComprehension' | 'SetComprehension' | 'GeneratorExpression'): Converter =>
  (c, part) => {
    const parts = c.parts(part);
    return c.add({
      kind,
      element: expressionFrom(c, parts, 0, part),
      generators: generators(c, parts),
      start: part.start,
      end: part.end,
    });
  };

const converters = new Map<string, Converter>([
  ['VariableName', name],
  ['Number', number],
  ['String', string],
  ['FormatString', formattedString],
  ['ContinuedString', strings],
  ['None', constant('None')],
  ['Ellipsis', constant('Ellipsis')],
  [
    'Boolean',
    (c, part) =>
      c.add({
        kind: 'Constant',
        value: c.textOf(part) === 'True' ? 'True' : 'False',
        start: part.start,
        end: part.end,
      }),
  ],
  ['ParenthesizedExpression', parenthesized],
  ['TupleExpression', collection('Tuple')],
  ['ListExpression', collection('List')],
  ['SetExpression', collection('Set')],
  ['DictExpression', dict],
  ['GeneratorExpression', comprehension('GeneratorExpression')],
  ['ArgumentComprehension', comprehension('GeneratorExpression')],
  ['ListComprehension', comprehension('ListComprehension')],
  ['SetComprehension', comprehension('SetComprehension')],
  ['DictComprehension', dictComprehension],
  ['BinaryExpression', binary],
  ['UnaryExpression', unary],
  ['NotExpression', unary],
  ['BooleanExpression', boolean],
  ['Comparison', comparison],
  ['ConditionalExpression', conditional],
  ['NamedExpression', named],
  ['LambdaExpression', lambda],
  ['CallExpression', call],
  ['AttributeExpression', attribute],
  ['SubscriptExpression', subscript],
  ['Slice', slice],
  ['Starred', starred],
  ['StarArgument', starred],
  [
    'AwaitExpression',
    (c, part) =>
      c.add({ kind: 'Await', value: expressionFrom(c, c.parts(part), 1, part), start: part.start, end: part.end }),
  ],
  ['YieldExpression', yieldExpression],
  ['WithItem', misplacedAs],
  ['Expressions', expressions],
]);

function inner(c: Conversion, part: Part): Expression[] {
  return c
    .parts(part)
    .filter(isExpression)
    .map((element) => expression(c, element));
}

function number(c: Conversion, part: Part): NumberLiteral {
  const text = c.textOf(part);
  const { start, end } = part;
  const digits = text.replaceAll('_', '').toLowerCase();
  if (/^0[box]/.test(digits))
    return c.add({ kind: 'Number', type: 'int', value: safe(Number(digits)), text, start, end });
  if (digits.endsWith('j'))
    return c.add({ kind: 'Number', type: 'complex', value: Number(digits.slice(0, -1)), text, start, end });
  if (/[.e]/.test(digits)) return c.add({ kind: 'Number', type: 'float', value: Number(digits), text, start, end });
  if (/^0\d*[1-9]/.test(digits))
    c.fault(
      part,
      `an int has no leading zeros: write \`${digits.replace(/^0+/, '')}\`, or \`0o${digits.replace(/^0+/, '')}\` for octal`,
    );
  return c.add({ kind: 'Number', type: 'int', value: safe(Number(digits)), text, start, end });
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

function parenthesized(c: Conversion, part: Part): Expression {
  const value = expressionFrom(c, c.parts(part), 1, part);
  if (value.kind === 'Starred')
    c.fault(part, '`*` cannot stand alone in brackets: add a comma, `(*values,)`, to make a tuple');
  return value;
}

function dict(c: Conversion, part: Part): Expression {
  const entries = c.parts(part).flatMap((entry): { key: Expression | undefined; value: Expression }[] => {
    if (entry.name === 'Unpacking') return [{ key: undefined, value: expressionFrom(c, c.parts(entry), 1, entry) }];
    if (entry.name === 'Pair') return [pair(c, entry)];
    // Half-typed: a key that waits for its `:`.
    return isExpression(entry) ? [{ key: expression(c, entry), value: c.missing(entry.end) }] : [];
  });
  return c.add({ kind: 'Dict', entries, start: part.start, end: part.end });
}

function pair(c: Conversion, part: Part): { key: Expression; value: Expression } {
  const parts = c.parts(part);
  const colon = parts.findIndex(({ name }) => name === ':');
  const key = expressionFrom(c, parts.slice(0, colon < 0 ? parts.length : colon), 0, part);
  return { key, value: colon < 0 ? c.missing(part.end) : expressionFrom(c, parts, colon + 1, part) };
}

function dictComprehension(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const entry = find(parts, 'Pair');
  const { key, value } = entry ? pair(c, entry) : { key: c.missing(part.start), value: c.missing(part.start) };
  return c.add({
    kind: 'DictComprehension',
    key,
    value,
    generators: generators(c, parts),
    start: part.start,
    end: part.end,
  });
}

function generators(c: Conversion, parts: readonly Part[]): Comprehension[] {
  const generators: (Comprehension & { conditions: Expression[] })[] = [];
  for (const part of parts) {
    if (part.name === 'CompFor') {
      const inside = c.parts(part);
      generators.push(
        c.add({
          kind: 'Comprehension',
          target: target(c, inside, part),
          iterable: expressionAfter(c, inside, 'in', part) ?? c.missing(part.end),
          conditions: [],
          async: find(inside, 'async') !== undefined,
          start: part.start,
          end: part.end,
        }),
      );
    } else if (part.name === 'CompIf') {
      generators.at(-1)?.conditions.push(expressionFrom(c, c.parts(part), 1, part));
    }
  }
  return generators;
}

/** The targets of a `for` or a `del`, as one expression. */
export function target(c: Conversion, parts: readonly Part[], whole: Part): Expression {
  const targets = find(parts, 'Targets');
  return targets ? expressions(c, targets) : c.missing(parts[0]?.end ?? whole.start);
}

function binary(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const at = parts.findIndex(({ name }) => name === 'ArithOp' || name === 'BitOp');
  const operator = parts[at];
  if (!operator) return expressionFrom(c, parts, 0, part);
  return c.add({
    kind: 'BinaryOperation',
    operator: c.textOf(operator) as BinaryOperator,
    left: expressionFrom(c, parts.slice(0, at), 0, part),
    right: expressionFrom(c, parts, at + 1, part),
    start: part.start,
    end: part.end,
  });
}

function unary(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const operator = parts[0] ? c.textOf(parts[0]) : '-';
  return c.add({
    kind: 'UnaryOperation',
    operator: operator as '-' | '+' | '~' | 'not',
    operand: expressionFrom(c, parts, 1, part),
    start: part.start,
    end: part.end,
  });
}

function boolean(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const at = parts.findIndex(({ name }) => name === 'and' || name === 'or');
  const operator = parts[at];
  if (!operator) return expressionFrom(c, parts, 0, part);
  const [first] = parts;
  const left = expressionFrom(c, parts.slice(0, at), 0, part);
  const right = expressionFrom(c, parts, at + 1, part);
  // The grammar pairs `a and b and c` from the left; brackets would stand between.
  const flat =
    first?.name === 'BooleanExpression' && left.kind === 'BooleanOperation' && left.operator === operator.name;
  const operands = flat ? [...left.operands, right] : [left, right];
  return c.add({
    kind: 'BooleanOperation',
    operator: operator.name as 'and' | 'or',
    operands,
    start: part.start,
    end: part.end,
  });
}

function comparison(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const operands: Expression[] = [expressionFrom(c, parts, 0, part)];
  const operators: ComparisonOperator[] = [];
  for (const [i, operator] of parts.entries()) {
    if (operator.name !== 'Comparator') continue;
    operators.push(
      c
        .textOf(operator)
        .replaceAll(/\\?\s+/g, ' ')
        .replace(/#.*$/, '')
        .trim() as ComparisonOperator,
    );
    operands.push(nextOperand(c, parts, i + 1, operator));
  }
  return c.add({ kind: 'Comparison', operands, operators, start: part.start, end: part.end });
}

function nextOperand(c: Conversion, parts: readonly Part[], at: number, operator: Part): Expression {
  for (let i = at; i < parts.length && parts[i]!.name !== 'Comparator'; i++) {
    if (isExpression(parts[i]!)) return expression(c, parts[i]!);
  }
  return c.missing(operator.end);
}

function conditional(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const otherwise = parts.findIndex(({ name }) => name === 'else');
  const head = otherwise < 0 ? parts : parts.slice(0, otherwise);
  return c.add({
    kind: 'Conditional',
    // biome-ignore lint/suspicious/noThenProperty: the word of the language, never awaited
    then: expressionFrom(c, head, 0, part),
    test: expressionAfter(c, head, 'if', part) ?? c.missing(part.end),
    otherwise: otherwise < 0 ? c.missing(part.end) : expressionFrom(c, parts, otherwise + 1, part),
    start: part.start,
    end: part.end,
  });
}

function named(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const [first] = parts;
  const value = expressionAfter(c, parts, 'AssignOp', part) ?? c.missing(part.end);
  if (first?.name !== 'VariableName') {
    if (first) c.fault(first, 'only a name can stand before `:=`');
    return value;
  }
  return c.add({ kind: 'NamedExpression', target: name(c, first), value, start: part.start, end: part.end });
}

function lambda(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const yields = c.yields;
  const list = find(parts, 'LambdaParams');
  const body = expressionAfter(c, parts, ':', part) ?? c.missing(part.end);
  c.yields = yields;
  return c.add({ kind: 'Lambda', parameters: list ? parameters(c, list) : [], body, start: part.start, end: part.end });
}

/** The parameters of a function or a lambda, each with the way in which it may be passed. */
export function parameters(c: Conversion, list: Part): Parameter[] {
  const parameters: (Omit<Parameter, 'style'> & { style: Parameter['style'] })[] = [];
  let style: Parameter['style'] = 'plain';
  for (const part of c.parts(list)) {
    if (part.name !== 'Param' && part.name !== 'LambdaParam') continue;
    const parts = c.parts(part);
    const variable = find(parts, 'VariableName');
    const sign = parts[0]?.name;
    if (sign === '/') for (const parameter of parameters) parameter.style = 'positional-only';
    if (variable) {
      const typeDef = find(parts, 'TypeDef');
      parameters.push(
        c.add({
          kind: 'Parameter',
          name: identifier(c.textOf(variable)),
          style: sign === '*' || sign === '**' ? sign : style,
          annotation: typeDef && expressionFrom(c, c.parts(typeDef), 1, typeDef),
          default: expressionAfter(c, parts, 'AssignOp', part),
          start: part.start,
          end: part.end,
        }),
      );
    }
    if (sign === '*') style = 'keyword-only';
  }
  return parameters;
}

function call(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const list = find(parts, 'ArgList');
  return c.add({
    kind: 'Call',
    callee: expressionFrom(c, parts, 0, part),
    ...callArguments(c, list),
    start: part.start,
    end: part.end,
  });
}

/** What stands in the brackets of a call or of a class's bases. */
export function callArguments(
  c: Conversion,
  list: Part | undefined,
): { positional: Expression[]; keywords: Keyword[] } {
  const positional: Expression[] = [];
  const keywords: Keyword[] = [];
  for (const part of list ? c.parts(list) : []) {
    const { start, end } = part;
    if (part.name === 'KeywordArgument') {
      const parts = c.parts(part);
      const key = find(parts, 'VariableName');
      const value = expressionAfter(c, parts, 'AssignOp', part) ?? c.missing(end);
      keywords.push(c.add({ kind: 'Keyword', name: key ? identifier(c.textOf(key)) : '', value, start, end }));
    } else if (part.name === 'Unpacking') {
      keywords.push(
        c.add({ kind: 'Keyword', name: undefined, value: expressionFrom(c, c.parts(part), 1, part), start, end }),
      );
    } else if (isExpression(part)) {
      const before = keywords.find((keyword) => keyword.name !== undefined);
      if (before && part.name !== 'StarArgument')
        c.fault(part, `a positional argument cannot follow \`${before.name}=\`: put it before, or name it too`);
      positional.push(expression(c, part));
    }
  }
  return { positional, keywords };
}

function attribute(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const property = find(parts, 'PropertyName');
  const dot = find(parts, '.');
  return c.addNamed<Attribute>({
    kind: 'Attribute',
    object: expressionFrom(c, parts, 0, part),
    name: property ? identifier(c.textOf(property)) : '',
    nameStart: property ? property.start : (dot?.end ?? part.end),
    start: part.start,
    end: part.end,
  });
}

function subscript(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const object = expressionFrom(c, parts, 0, part);
  const brackets = find(parts, 'Subscript');
  return c.add({
    kind: 'Subscript',
    object,
    index: brackets ? index(c, brackets) : c.missing(part.end),
    start: part.start,
    end: part.end,
  });
}

function index(c: Conversion, brackets: Part): Expression {
  const parts = c.parts(brackets);
  const items = parts.filter(isExpression);
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last) return c.missing(brackets.start + 1);
  const elements = items.map((item) => expression(c, item));
  if (elements.length === 1 && !find(parts, ',') && elements[0]!.kind !== 'Starred') return elements[0]!;
  return c.add({ kind: 'Tuple', elements, start: first.start, end: last.end });
}

function slice(c: Conversion, part: Part): Expression {
  const [lower, upper, step] = split(c.parts(part), ':').map((group) => group.find(isExpression));
  const bound = (at: Part | undefined) => at && expression(c, at);
  return c.add({
    kind: 'Slice',
    lower: bound(lower),
    upper: bound(upper),
    step: bound(step),
    start: part.start,
    end: part.end,
  });
}

function starred(c: Conversion, part: Part): Expression {
  return c.add({ kind: 'Starred', value: expressionFrom(c, c.parts(part), 1, part), start: part.start, end: part.end });
}

function yieldExpression(c: Conversion, part: Part): Expression {
  c.yields++;
  const parts = c.parts(part);
  const { start, end } = part;
  if (find(parts, 'from'))
    return c.add({ kind: 'YieldFrom', value: expressionAfter(c, parts, 'from', part) ?? c.missing(end), start, end });
  const value = parts.slice(1).find(isExpression);
  return c.add({ kind: 'Yield', value: value && expression(c, value), start, end });
}

function misplacedAs(c: Conversion, part: Part): Expression {
  c.fault(part, '`as` can only stand in `with`, `import`, `except` and `case`');
  return expressionFrom(c, c.parts(part), 0, part);
}
