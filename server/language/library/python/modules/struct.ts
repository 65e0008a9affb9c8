import type { Context } from '../../../values/context.js';
import { numberOf } from '../../../values/equality.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, float, int, tuple, unknown, type Value } from '../../../values/value.js';
import { bytes } from '../bytes.js';
import { define, members, methods, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { indexOf, intArgument, iteratorOf } from '../sequence.js';
import { typeName } from '../type-name.js';
import { type Field, type Layout, readLayout } from './struct-layout.js';

const structType: NativeType<Layout> = {
  name: 'Struct',
  module: '_struct',
  construct: define('struct.Struct', 'format', ["struct.Struct('>II')"], (args, context) => {
    const layout = layoutOf(args.get('format'), context);
    return layout ? object(structType, layout) : context.unknown('an unknown format');
  }),
  attributes: { size: (self) => int((stateOf(self, structType) as Layout).size) },
  methods: methods(
    define('Struct.unpack', 'self, buffer, /', ["struct.Struct('>H').unpack(b'ab')"], (args, context) =>
      unpack(stateOf(args.get('self'), structType), args.get('buffer'), undefined, context),
    ),
    define(
      'Struct.unpack_from',
      'self, buffer, offset=0',
      ["struct.Struct('>H').unpack_from(b'abc', 1)"],
      (args, context) =>
        unpack(
          stateOf(args.get('self'), structType),
          args.get('buffer'),
          intArgument(args.get('offset'), context),
          context,
        ),
    ),
    define('Struct.pack', 'self, *values', ["struct.Struct('>H').pack(1)"], (args, context) =>
      pack(stateOf(args.get('self'), structType), args.rest, context),
    ),
  ),
};

/** Python's `struct`. */
export const structModule: NativeModule = {
  name: 'struct',
  members: {
    Struct: { kind: 'type', type: structType },
    error: moduleExceptionClasses['struct.error'],
    ...members(
      native('struct.unpack', 'format, buffer, /', ["struct.unpack('>HB', b'abc')"], (args, context) =>
        unpack(layoutOf(args.get('format'), context), args.get('buffer'), undefined, context),
      ),
      native(
        'struct.unpack_from',
        'format, /, buffer, offset=0',
        ["struct.unpack_from('>H', b'abc', 1)"],
        (args, context) => {
          const offset = intArgument(args.get('offset'), context);
          const layout = layoutOf(args.get('format'), context);
          return offset === undefined ? unknownFields(layout) : unpack(layout, args.get('buffer'), offset, context);
        },
      ),
      native('struct.iter_unpack', 'format, buffer, /', ["struct.iter_unpack('>H', b'abcd')"], (args, context) => {
        const layout = layoutOf(args.get('format'), context);
        const buffer = args.get('buffer');
        if (!layout || buffer.kind !== 'bytes' || !buffer.data) return context.unknown('unknown bytes');
        const { data } = buffer;
        if (layout.size === 0 || data.length % layout.size) {
          return context.raise(
            'struct.error',
            `iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`,
          );
        }
        return iteratorOf(
          Array.from({ length: data.length / layout.size }, (_, i) => unpack(layout, buffer, i * layout.size, context)),
          'unpack_iterator',
        );
      }),
      native('struct.calcsize', 'format, /', ["struct.calcsize('>IHB')"], (args, context) => {
        const layout = layoutOf(args.get('format'), context);
        return layout ? int(layout.size) : context.unknown('an unknown format');
      }),
      native('struct.pack', 'format, /, *values', ["struct.pack('>IH', 1, 2)"], (args, context) =>
        pack(layoutOf(args.get('format'), context), args.rest, context),
      ),
    ),
  },
};

function layoutOf(format: Value, context: Context): Layout | undefined {
  if (format.kind === 'unknown') return undefined;
  const text =
    format.kind === 'str'
      ? format.value
      : format.kind === 'bytes' && format.data
        ? String.fromCharCode(...format.data)
        : undefined;
  if (text === undefined)
    return context.raise('TypeError', `Struct() argument 1 must be a str or bytes object, not ${typeName(format)}`);
  const layout = readLayout(text);
  return typeof layout === 'string' ? context.raise('struct.error', layout) : layout;
}

/** `offset` is undefined where the buffer has to be of the format's size. */
function unpack(layout: Layout | undefined, buffer: Value, offset: number | undefined, context: Context): Value {
  if (!layout) return context.unknown('an unknown format');
  if (buffer.kind !== 'bytes' || !buffer.data) {
    if (buffer.kind === 'bytes' || buffer.kind === 'unknown' || buffer.kind === 'tensor') {
      if (context.host.mode === 'numbers') return context.unknown('bytes that are not known');
      return unknownFields(layout);
    }
    return context.raise('TypeError', `a bytes-like object is required, not '${typeName(buffer)}'`);
  }
  const { data } = buffer;
  const start = offset === undefined ? 0 : offset < 0 ? offset + data.length : offset;
  if (offset === undefined && data.length !== layout.size)
    return context.raise('struct.error', `unpack requires a buffer of ${layout.size} bytes`);
  if (data.length - start < layout.size) {
    return context.raise(
      'struct.error',
      `unpack_from requires a buffer of at least ${start + layout.size} bytes for unpacking ${layout.size} bytes at offset ${start} (actual buffer size is ${data.length})`,
    );
  }
  const view = new DataView(data.buffer, data.byteOffset + start, layout.size);
  return tuple(layout.fields.map((field) => readField(field, view, layout.little)));
}

function unknownFields(layout: Layout | undefined): Value {
  return layout ? tuple(layout.fields.map(() => unknown('a number in unknown bytes'))) : unknown('an unknown format');
}

function readField({ code, at, size }: Field, view: DataView, little: boolean): Value {
  switch (code) {
    case 's':
    case 'p':
      return bytes(new Uint8Array(view.buffer.slice(view.byteOffset + at, view.byteOffset + at + size)));
    case 'c':
      return bytes(Uint8Array.of(view.getUint8(at)));
    case '?':
      return bool(view.getUint8(at) !== 0);
    case 'f':
      return float(view.getFloat32(at, little));
    case 'd':
      return float(view.getFloat64(at, little));
    default:
      return int(readInteger(view, at, size, code !== code.toUpperCase(), little));
  }
}

function readInteger(view: DataView, at: number, size: number, signed: boolean, little: boolean): number {
  if (size === 1) return signed ? view.getInt8(at) : view.getUint8(at);
  if (size === 2) return signed ? view.getInt16(at, little) : view.getUint16(at, little);
  if (size === 4) return signed ? view.getInt32(at, little) : view.getUint32(at, little);
  return Number(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
}

function pack(layout: Layout | undefined, values: readonly Value[], context: Context): Value {
  if (!layout) return context.unknown('an unknown format');
  if (values.length !== layout.fields.length) {
    return context.raise(
      'struct.error',
      `pack expected ${layout.fields.length} items for packing (got ${values.length})`,
    );
  }
  const result = new Uint8Array(layout.size);
  const view = new DataView(result.buffer);
  const known = layout.fields.map((field, i) => writeField(field, values[i] as Value, view, layout.little, context));
  return known.includes(false) ? { kind: 'bytes', data: undefined, length: layout.size } : bytes(result);
}

/** What CPython calls its small formats. */
const formatNames: Readonly<Record<string, string>> = {
  b: 'byte format',
  B: 'ubyte format',
  h: 'short format',
  H: 'ushort format',
};

/** Says whether the value is known. */
function writeField(
  { code, at, size }: Field,
  value: Value,
  view: DataView,
  little: boolean,
  context: Context,
): boolean {
  if (value.kind === 'unknown' || value.kind === 'dim') {
    context.unknown('a number that is not known');
    return false;
  }
  if (code === 's' || code === 'c') {
    if (value.kind !== 'bytes')
      return context.raise(
        'struct.error',
        code === 's' ? "argument for 's' must be a bytes object" : 'char format requires a bytes object of length 1',
      );
    if (!value.data) return false;
    new Uint8Array(view.buffer).set(value.data.subarray(0, size), at);
    return true;
  }
  if (code === '?') {
    view.setUint8(at, context.truth(value) ? 1 : 0);
    return true;
  }
  if (code === 'f' || code === 'd') {
    const number = numberOf(value) ?? context.raise('struct.error', 'required argument is not a float');
    if (code === 'd') view.setFloat64(at, number, little);
    else view.setFloat32(at, number, little);
    return true;
  }
  const whole = indexOf(value) ?? context.raise('struct.error', 'required argument is not an integer');
  const signed = code !== code.toUpperCase();
  const least = signed ? -(2 ** (8 * size - 1)) : 0;
  const most = signed ? 2 ** (8 * size - 1) - 1 : 2 ** (8 * size) - 1;
  if (whole < least || whole > most)
    context.raise(
      'struct.error',
      size === 8
        ? 'argument out of range'
        : `${size === 1 || size === 2 ? formatNames[code] : `'${code}' format`} requires ${least} <= number <= ${most}`,
    );
  if (size === 1) view.setUint8(at, whole & 255);
  else if (size === 2) view.setUint16(at, whole & 65535, little);
  else if (size === 4) view.setUint32(at, whole >>> 0, little);
  else view.setBigInt64(at, BigInt.asIntN(64, BigInt(whole)), little);
  return true;
}
