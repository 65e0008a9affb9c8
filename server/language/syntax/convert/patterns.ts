import type { Attribute, Expression, Pattern } from '../tree.js';
import { type Conversion, find, type Part } from './conversion.js';
import { expression, identifier, isExpression } from './expressions.js';

/** What stands after `case`: several patterns, or one with a comma, are a sequence. */
export function casePattern(c: Conversion, part: Part | undefined, clause: Part): Pattern {
  if (!part) return valueOf(c, c.missing(clause.start));
  const parts = c.parts(part);
  const patterns = parts.filter(isPattern);
  const [only] = patterns;
  if (!only) return valueOf(c, c.missing(part.start));
  if (patterns.length > 1 || find(parts, ',') || only.name === 'StarPattern') {
    return c.add({
      kind: 'SequencePattern',
      elements: patterns.map((element) => pattern(c, element)),
      start: part.start,
      end: part.end,
    });
  }
  return pattern(c, only);
}

type Converter = (c: Conversion, part: Part) => Pattern;

const converters = new Map<string, Converter>([
  [
    'CapturePattern',
    (c, part) =>
      c.add({
        kind: 'CapturePattern',
        pattern: undefined,
        name: identifier(c.textOf(part)),
        start: part.start,
        end: part.end,
      }),
  ],
  [
    'LiteralPattern',
    (c, part) => c.add({ kind: 'ValuePattern', value: literal(c, part), start: part.start, end: part.end }),
  ],
  [
    'AttributePattern',
    (c, part) => c.add({ kind: 'ValuePattern', value: attribute(c, part), start: part.start, end: part.end }),
  ],
  ['AsPattern', asPattern],
  [
    'OrPattern',
    (c, part) => c.add({ kind: 'OrPattern', alternatives: inner(c, part), start: part.start, end: part.end }),
  ],
  ['SequencePattern', sequence],
  ['MappingPattern', mapping],
  ['StarPattern', star],
  ['ClassPattern', classPattern],
]);

function isPattern(part: Part): boolean {
  return converters.has(part.name);
}

function pattern(c: Conversion, part: Part): Pattern {
  const convert = converters.get(part.name);
  const nothing = () => valueOf(c, c.missing(part.start));
  return convert ? c.nested(part, () => convert(c, part), nothing) : nothing();
}

function valueOf(c: Conversion, value: Expression): Pattern {
  const node: Pattern = { kind: 'ValuePattern', value, start: value.start, end: value.end };
  c.nodes.push(node);
  return node;
}

function inner(c: Conversion, part: Part): Pattern[] {
  return c
    .parts(part)
    .filter(isPattern)
    .map((element) => pattern(c, element));
}

function patternFrom(c: Conversion, parts: readonly Part[], whole: Part): Pattern {
  const found = parts.find(isPattern);
  return found ? pattern(c, found) : valueOf(c, c.missing(whole.end));
}

function asPattern(c: Conversion, part: Part): Pattern {
  const parts = c.parts(part);
  const name = find(parts, 'VariableName');
  return c.add({
    kind: 'CapturePattern',
    pattern: patternFrom(c, parts, part),
    name: name ? identifier(c.textOf(name)) : '_',
    start: part.start,
    end: part.end,
  });
}

function star(c: Conversion, part: Part): Pattern {
  const name = find(c.parts(part), 'VariableName');
  const text = name ? identifier(c.textOf(name)) : '_';
  return c.add({ kind: 'StarPattern', name: text === '_' ? undefined : text, start: part.start, end: part.end });
}

function sequence(c: Conversion, part: Part): Pattern {
  const parts = c.parts(part);
  const elements = parts.filter(isPattern);
  const [only] = elements;
  // `(pattern)` only groups.
  if (only && parts[0]?.name === '(' && elements.length === 1 && !find(parts, ',')) return pattern(c, only);
  return c.add({
    kind: 'SequencePattern',
    elements: elements.map((element) => pattern(c, element)),
    start: part.start,
    end: part.end,
  });
}

function mapping(c: Conversion, part: Part): Pattern {
  const entries: { key: Expression; pattern: Pattern }[] = [];
  let rest: string | undefined;
  for (const entry of c.parts(part)) {
    const parts = c.parts(entry);
    if (entry.name === 'MappingRest') {
      const name = find(parts, 'VariableName');
      rest = name && identifier(c.textOf(name));
    } else if (entry.name === 'MappingEntry') {
      const colon = parts.findIndex(({ name }) => name === ':');
      const key = parts[0];
      entries.push({
        key: key?.name === 'AttributePattern' ? attribute(c, key) : key ? literal(c, key) : c.missing(entry.start),
        pattern: patternFrom(c, colon < 0 ? [] : parts.slice(colon + 1), entry),
      });
    }
  }
  return c.add({ kind: 'MappingPattern', entries, rest, start: part.start, end: part.end });
}

function classPattern(c: Conversion, part: Part): Pattern {
  const parts = c.parts(part);
  const [type] = parts;
  const list = find(parts, 'PatternArgList');
  const inside = list ? c.parts(list) : [];
  const keywords = inside
    .filter(({ name }) => name === 'KeywordPattern')
    .map((keyword) => {
      const pieces = c.parts(keyword);
      const name = find(pieces, 'VariableName');
      return { name: name ? identifier(c.textOf(name)) : '', pattern: patternFrom(c, pieces, keyword) };
    });
  return c.add({
    kind: 'ClassPattern',
    type: type?.name === 'AttributePattern' ? attribute(c, type) : type ? expression(c, type) : c.missing(part.start),
    positional: inside.filter(isPattern).map((element) => pattern(c, element)),
    keywords,
    start: part.start,
    end: part.end,
  });
}

/** `a.b.c` in a pattern is a value, looked up. */
function attribute(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const [first] = parts;
  let object: Expression = first ? expression(c, first) : c.missing(part.start);
  for (const property of parts) {
    if (property.name !== 'PropertyName') continue;
    object = c.addNamed<Attribute>({
      kind: 'Attribute',
      object,
      name: identifier(c.textOf(property)),
      nameStart: property.start,
      start: part.start,
      end: property.end,
    });
  }
  return object;
}

/** A number with its sign, `1 + 2j`, a string, None, True or False. */
function literal(c: Conversion, part: Part): Expression {
  const parts = c.parts(part);
  const values = parts.filter(isExpression);
  const [first, second] = values;
  if (!first) return c.missing(part.start);
  const negative = parts[0]?.name === 'ArithOp';
  const operand = expression(c, first);
  const left: Expression = negative
    ? c.add({ kind: 'UnaryOperation', operator: '-', operand, start: part.start, end: first.end })
    : operand;
  if (!second) return left;
  const sign = parts.findLast(({ name }) => name === 'ArithOp');
  const operator = sign && c.textOf(sign) === '-' ? '-' : '+';
  return c.add({
    kind: 'BinaryOperation',
    operator,
    left,
    right: expression(c, second),
    start: part.start,
    end: part.end,
  });
}
