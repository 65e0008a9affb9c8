import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, int, none, type StrValue, str, type Value } from '../../values/value.js';
import { define, native } from './define.js';
import { formatString } from './format-spec.js';
import { compareNumbers } from './number-order.js';
import { percentFormat } from './percent-format.js';
import { indexOf, isUnknownIndex, iteratorOf, position, slicePositions } from './sequence.js';
import { comparePoints } from './sorting.js';
import { strMethods } from './str-methods.js';
import { strRepr } from './str-repr.js';
import { decodedValue } from './text-encoding.js';
import { typeName } from './type-name.js';

export const strType: NativeType = {
  name: 'str',
  module: 'builtins',
  construct: define(
    'str',
    "object='', encoding=None, errors='strict'",
    ['str(3)', "str(b'a', 'utf-8')"],
    (args, context) => {
      const object = args.get('object');
      if (object.kind === 'bytes' && args.given('encoding')) {
        return object.data
          ? decodedValue(object.data, args.get('encoding'), args.get('errors'), context)
          : context.unknown('text of unknown bytes');
      }
      const text = context.str(object);
      return text === undefined ? context.unknown('text of something unknown') : str(text);
    },
  ),
  statics: {
    maketrans: native('str.maketrans', "x, y=None, z='', /", ["str.maketrans('ab', 'xy')"], (args, context) =>
      translation(args.get('x'), args.get('y'), args.get('z'), context),
    ),
  },
  methods: strMethods,
  getItem: (self, index, context) => {
    const text = (self as StrValue).value;
    const points = hasSurrogates(text) ? [...text] : undefined;
    const length = points?.length ?? text.length;
    const at = (i: number) => (points ? (points[i] as string) : (text[i] as string));
    if (index.kind === 'slice') {
      const positions = slicePositions(index, length, context);
      return positions ? str(positions.map(at).join('')) : context.unknown('a slice with unknown bounds');
    }
    const from = position(index, length, 'string', context);
    return from === undefined ? context.unknown('a character at an unknown index') : str(at(from));
  },
  iterate: (self) => iteratorOf([...(self as StrValue).value].map(str), 'str_iterator'),
  length: (self) => int(pointCount((self as StrValue).value)),
  contains: (self, item, context) => {
    if (item.kind === 'unknown') return item;
    if (item.kind !== 'str')
      return context.raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
    return bool((self as StrValue).value.includes(item.value));
  },
  binary: (operator, self, other, reflected, context) => {
    const text = (self as StrValue).value;
    if (operator === '%' && !reflected) {
      const result = percentFormat(text, other, context);
      return result === undefined ? context.unknown('text with something unknown in it') : str(result);
    }
    if (operator === '*') {
      const times = indexOf(other);
      if (times === undefined)
        return isUnknownIndex(other)
          ? context.unknown('text repeated an unknown number of times')
          : context.raise('TypeError', `can't multiply sequence by non-int of type '${typeName(other)}'`);
      return str(text.repeat(Math.max(0, times)));
    }
    if (operator !== '+' || reflected) return undefined;
    if (other.kind !== 'str')
      return context.raise('TypeError', `can only concatenate str (not "${typeName(other)}") to str`);
    return str(text + other.value);
  },
  compare: (operator, self, other, reflected) => {
    if (reflected || other.kind !== 'str') return undefined;
    return compareNumbers(operator, comparePoints((self as StrValue).value, other.value), 0);
  },
  truth: (self) => (self as StrValue).value !== '',
  repr: (self) => {
    const text = strRepr((self as StrValue).value);
    return (self as StrValue).numpy ? `np.str_(${text})` : text;
  },
  str: (self) => (self as StrValue).value,
  format: (self, spec, context) => formatString((self as StrValue).value, spec, context),
};

/** How many characters Python counts: code points. */
function pointCount(text: string): number {
  return hasSurrogates(text) ? [...text].length : text.length;
}

function hasSurrogates(text: string): boolean {
  return /[\ud800-\udbff]/.test(text);
}

function translation(from: Value, to: Value, removed: Value, context: Context): Value {
  const entries = new Map<string, { key: Value; value: Value }>();
  const put = (c: string, value: Value) => {
    const code = c.codePointAt(0) as number;
    entries.set(`n${code}`, { key: { kind: 'int', value: code }, value });
  };
  if (from.kind === 'dict') {
    for (const { key, value } of from.entries.values()) {
      if (key.kind === 'str') put(key.value, value);
      else if (key.kind === 'int') entries.set(`n${key.value}`, { key, value });
    }
    return { kind: 'dict', entries };
  }
  if (from.kind !== 'str' || to.kind !== 'str') return context.unknown('a translation from something unknown');
  const [source, target] = [[...from.value], [...to.value]];
  if (source.length !== target.length)
    return context.raise('ValueError', 'the first two maketrans arguments must have equal length');
  for (const [i, c] of source.entries()) put(c, str(target[i] as string));
  if (removed.kind === 'str') for (const c of removed.value) put(c, none);
  return { kind: 'dict', entries };
}
