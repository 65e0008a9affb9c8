import { differ } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { equals } from '../../values/equality.js';
import type { NativeType } from '../../values/native-type.js';
import { type BytesValue, bool, dimValue, int, list, str, tuple, unknown, type Value } from '../../values/value.js';
import { define, methods } from './define.js';
import { percentFormat } from './percent-format.js';
import {
  indexOf,
  isUnknownIndex,
  iteratorOf,
  position,
  slicePositions,
  uncertainIterator,
  unknownLength,
} from './sequence.js';
import { bytesRepr } from './str-repr.js';
import { decodedValue, encode } from './text-encoding.js';
import { typeName } from './type-name.js';

export function bytes(data: Uint8Array): BytesValue {
  return { kind: 'bytes', data, length: data.length };
}

/** Bytes of which nothing is known. */
export function unknownBytes(): BytesValue {
  return { kind: 'bytes', data: undefined, length: unknownLength() };
}

export const bytesType: NativeType = {
  name: 'bytes',
  module: 'builtins',
  construct: define(
    'bytes',
    'source=..., encoding=None, /',
    ['bytes([1, 2])', "bytes('a', 'utf-8')", 'bytes(3)'],
    (args, context) => {
      if (!args.given('source')) return bytes(new Uint8Array(0));
      const source = args.get('source');
      if (source.kind === 'bytes' || source.kind === 'unknown') return source;
      if (source.kind === 'str') return bytes(encode(source.value, args.get('encoding'), context));
      const count = indexOf(source);
      if (count !== undefined) return bytes(new Uint8Array(count));
      if (source.kind === 'dim') return { kind: 'bytes', data: undefined, length: source.dim };
      const elements = context.elements(source)?.map(indexOf);
      if (!elements || elements.includes(undefined)) return unknownBytes();
      if (elements.some((byte) => (byte as number) < 0 || (byte as number) > 255))
        return context.raise('ValueError', 'bytes must be in range(0, 256)');
      return bytes(Uint8Array.from(elements as number[]));
    },
  ),
  statics: {
    fromhex: {
      kind: 'native',
      function: define('bytes.fromhex', 'string, /', ["bytes.fromhex('00ff')"], (args) => {
        const text = args.get('string');
        if (text.kind !== 'str') return unknownBytes();
        return bytes(
          Uint8Array.from(text.value.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
        );
      }),
    },
  },
  methods: methods(
    define('bytes.decode', "self, encoding='utf-8', errors='strict'", ["b'abc'.decode()"], (args, context) => {
      const { data } = args.get('self') as BytesValue;
      return data
        ? decodedValue(data, args.get('encoding'), args.get('errors'), context)
        : unknown('text of unknown bytes');
    }),
    define('bytes.hex', 'self', ["b'ab'.hex()"], (args) => {
      const { data } = args.get('self') as BytesValue;
      return data
        ? str(Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(''))
        : unknown('unknown bytes');
    }),
    define('bytes.startswith', 'self, prefix, /', ["b'abc'.startswith(b'a')"], (args, context) => {
      const [self, prefix] = [args.get('self'), args.get('prefix')] as [BytesValue, BytesValue];
      if (!self.data || !prefix.data) return context.unknown('the start of unknown bytes');
      return bool(equals(bytes(self.data.subarray(0, prefix.data.length)), prefix) === true);
    }),
    define('bytes.endswith', 'self, suffix, /', ["b'abc'.endswith(b'c')"], (args, context) => {
      const [self, suffix] = [args.get('self'), args.get('suffix')] as [BytesValue, BytesValue];
      if (!self.data || !suffix.data) return context.unknown('the end of unknown bytes');
      return bool(
        self.data.length >= suffix.data.length &&
          equals(bytes(self.data.subarray(self.data.length - suffix.data.length)), suffix) === true,
      );
    }),
    define('bytes.split', 'self, sep=None', ["b'a b'.split()"], (args, context) => {
      const { data } = args.get('self') as BytesValue;
      const sep = args.get('sep');
      if (!data || (sep.kind === 'bytes' && !sep.data)) return context.unknown('parts of unknown bytes');
      const text = latin1(data);
      const parts =
        sep.kind === 'bytes'
          ? text.split(latin1(sep.data as Uint8Array))
          : text
              .trim()
              .split(/[ \t\n\r\f\v]+/)
              .filter((part) => part !== '');
      return list(parts.map((part) => bytes(Uint8Array.from(part, (c) => c.charCodeAt(0)))));
    }),
    define('bytes.strip', 'self', ["b' a '.strip()"], (args, context) => {
      const { data } = args.get('self') as BytesValue;
      return data
        ? bytes(Uint8Array.from(latin1(data).replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, ''), (c) => c.charCodeAt(0)))
        : context.unknown('unknown bytes');
    }),
  ),
  getItem: (self, index, context) => {
    const { data, length } = self as BytesValue;
    if (!data && typeof length !== 'number')
      return index.kind === 'slice' ? unknownBytes() : context.unknown('an element of unknown bytes');
    const size = data?.length ?? (length as number);
    if (index.kind === 'slice') {
      const positions = slicePositions(index, size, context);
      if (!positions) return unknownBytes();
      return data
        ? bytes(Uint8Array.from(positions, (at) => data[at] as number))
        : { kind: 'bytes', data: undefined, length: positions.length };
    }
    const at = position(index, size, 'index', context);
    return at === undefined || !data ? context.unknown('an element of unknown bytes') : int(data[at] as number);
  },
  iterate: (self) => {
    const { data } = self as BytesValue;
    return data
      ? iteratorOf(
          Array.from(data, (byte) => int(byte)),
          'bytes_iterator',
        )
      : uncertainIterator([unknown('an element of unknown bytes')], 'bytes_iterator');
  },
  length: (self) => dimValue((self as BytesValue).length),
  contains: (self, item, context) => {
    const { data } = self as BytesValue;
    if (!data || isUnknownIndex(item)) return context.unknown('membership in unknown bytes');
    const byte = indexOf(item);
    if (byte !== undefined) return bool(data.includes(byte));
    if (item.kind !== 'bytes')
      return context.raise('TypeError', `a bytes-like object is required, not '${typeName(item)}'`);
    return item.data ? bool(latin1(data).includes(latin1(item.data))) : context.unknown('membership of unknown bytes');
  },
  binary: (operator, self, other, reflected, context) => {
    const a = self as BytesValue;
    if (operator === '%' && !reflected) return formatted(a, other, context);
    if (operator === '*') {
      const times = indexOf(other);
      return times === undefined
        ? undefined
        : a.data
          ? bytes(
              Uint8Array.from(
                { length: Math.max(0, times) * a.data.length },
                (_, i) => (a.data as Uint8Array)[i % (a.data as Uint8Array).length] as number,
              ),
            )
          : unknownBytes();
    }
    if (operator !== '+' || reflected) return undefined;
    if (other.kind !== 'bytes') return context.raise('TypeError', `can't concat ${typeName(other)} to bytes`);
    return a.data && other.data ? bytes(new Uint8Array([...a.data, ...other.data])) : unknownBytes();
  },
  compare: (operator, self, other, reflected, context) => {
    if (reflected || other.kind !== 'bytes') return undefined;
    const a = self as BytesValue;
    if (a.data && other.data) {
      const [p, q] = [latin1(a.data), latin1(other.data)];
      const verdict = { '==': p === q, '!=': p !== q, '<': p < q, '<=': p <= q, '>': p > q, '>=': p >= q }[
        operator as '=='
      ];
      return verdict === undefined ? undefined : bool(verdict);
    }
    if ((operator === '==' || operator === '!=') && differ(a.length, other.length)) return bool(operator === '!=');
    return context.unknown('a comparison of unknown bytes');
  },
  truth: (self) => (typeof (self as BytesValue).length === 'number' ? (self as BytesValue).length !== 0 : undefined),
  repr: (self) => {
    const { data } = self as BytesValue;
    return data && bytesRepr(data);
  },
};

export function latin1(data: Uint8Array): string {
  let text = '';
  for (let i = 0; i < data.length; i += 8192)
    text += Reflect.apply(String.fromCharCode, undefined, data.subarray(i, i + 8192));
  return text;
}

/** `b'%d' % x`: as text's, but that bytes stand for themselves. */
function formatted({ data }: BytesValue, values: Value, context: Context): Value {
  if (!data) return unknownBytes();
  const given = values.kind === 'tuple' ? values.elements : [values];
  if (given.some(({ kind }) => kind === 'str'))
    return context.raise(
      'TypeError',
      "%b requires a bytes-like object, or an object that implements __bytes__, not 'str'",
    );
  const pattern = latin1(data);
  const isPlain = !/%%|%[^%a-zA-Z]*[ra(]/.test(pattern) && given.every((each) => each.kind !== 'bytes' || each.data);
  const asText = given.map((each) => (each.kind === 'bytes' && each.data ? str(latin1(each.data)) : each));
  const text = isPlain ? percentFormat(pattern.replace(/(%[^%a-zA-Z]*)b/g, '$1s'), tuple(asText), context) : undefined;
  if (text === undefined) return context.unknown('bytes made by a format of this kind', 'bytes %');
  return bytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
