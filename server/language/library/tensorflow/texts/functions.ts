import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type NativeFunctionValue, tensor, type Value } from '../../../values/value.js';
import { elementTypeOf, intOf } from '../../numpy/arguments.js';
import { castTo, numberAt } from '../../numpy/arrays/cells.js';
import { elementCount } from '../../numpy/arrays/strides.js';
import type { NestedTexts } from '../../numpy/nested-texts.js';
import { decodeEscaped, encodeEscaped } from '../../python/text-encoding.js';
import type { Members } from '../eager-function.js';
import { convert } from '../eager-tensor.js';
import { asTextTensor, joinedTexts, textShape, textsGiven, textTensor } from '../text-tensor.js';
import { re2, rewriteOf } from './pattern.js';

/** A function that computes where strings are known: in runs. `functions/texts.ts` says its shapes. */
export function onNumbers(
  name: string,
  signature: string,
  call: (args: Arguments, context: Context) => Value,
): readonly [string, NativeFunctionValue] {
  return [
    name,
    {
      kind: 'native',
      function: {
        name,
        signature,
        call: (args, context) =>
          context.host.mode === 'numbers' ? call(args, context) : context.unknown('strings are known in a run', name),
      },
    },
  ];
}

function textsOf(args: Arguments, name: string, context: Context): NestedTexts {
  const found = textsGiven(args.get(name));
  if (found) return found;
  const given = args.get(name);
  context.unknown(given.kind === 'unknown' ? given.reason : 'no tensor of strings', `${name}=`);
  return { texts: [], shape: [0] };
}

/** One string, such as a pattern. */
function textOf(args: Arguments, name: string, context: Context, without = ''): string {
  if (args.get(name).kind === 'none') return without;
  const { texts } = textsOf(args, name, context);
  if (texts.length !== 1) context.unknown('several strings are not supported here', `${name}=`);
  return texts[0] ?? '';
}

function eachText(
  name: string,
  signature: string,
  make: (args: Arguments, context: Context) => (text: string) => string,
) {
  return onNumbers(`tf.strings.${name}`, `input, ${signature}name=None`, (args, context) => {
    const { texts, shape } = textsOf(args, 'input', context);
    return textTensor(texts.map(make(args, context)), shape);
  });
}

const isUtf8 = (args: Arguments, context: Context) => /^utf-?8$/i.test(textOf(args, 'encoding', context));

function patternOf(args: Arguments, context: Context): RegExp {
  const written = textOf(args, 'pattern', context);
  const found = re2(written);
  if (!found) context.unknown('a regular expression of this kind is not supported yet', written);
  return found ?? /(?:)/g;
}

/** Characters or bytes, as `unit=` says. */
function unitsOf(text: string, args: Arguments, context: Context): readonly string[] {
  const unit = textOf(args, 'unit', context, 'BYTE');
  if (unit === 'UTF8_CHAR') return [...text];
  return Array.from(encodeEscaped(text), (byte) => String.fromCharCode(byte));
}

function substring(args: Arguments, context: Context): Value {
  const { texts, shape } = textsOf(args, 'input', context);
  const [pos, len] = [intOf(args.get('pos'), context), intOf(args.get('len'), context)];
  const isBytes = textOf(args, 'unit', context, 'BYTE') !== 'UTF8_CHAR';
  const cut = texts.map((text) => {
    const units = unitsOf(text, args, context);
    if (pos > units.length || pos < -units.length)
      context.raise('InvalidArgumentError', `pos ${pos} out of range for string b'${text}' of length ${units.length}`);
    const from = pos < 0 ? pos + units.length : pos;
    const part = units.slice(from, from + Math.max(0, len));
    return isBytes ? decodeEscaped(Uint8Array.from(part, (c) => c.charCodeAt(0))) : part.join('');
  });
  return textTensor(cut, shape);
}

/** What `to_number` reads, which is what C reads. */
const numeral = /^[ \t\n\v\f\r]*[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|inf(?:inity)?|nan)[ \t\n\v\f\r]*$/i;

/** A number as text in the type that is asked for; undefined: it is none. */
export function numberIn(text: string, dtype: ElementType): number | bigint | undefined {
  const trimmed = text.trim();
  if (dtype.startsWith('float')) {
    if (!numeral.test(text)) return undefined;
    const spelled = /^([-+]?)(inf|nan)/i.exec(trimmed);
    if (!spelled) return Number(trimmed);
    return spelled[2]?.toLowerCase() === 'nan' ? Number.NaN : spelled[1] === '-' ? -Infinity : Infinity;
  }
  if (!/^[-+]?\d+$/.test(trimmed)) return undefined;
  const whole = BigInt(trimmed.replace(/^\+/, ''));
  const bits = dtype === 'int32' ? 31n : 63n;
  return whole >= 1n << bits || whole < -(1n << bits) ? undefined : whole;
}

function toNumber(args: Arguments, context: Context): Value {
  const { texts, shape } = textsOf(args, 'input', context);
  const dtype = elementTypeOf(args.get('out_type')) ?? 'float32';
  if (!['float32', 'float64', 'int32', 'int64'].includes(dtype))
    return context.unknown(`numbers of type ${dtype} are not read from strings`, 'out_type=');
  const numbers = texts.map(
    (text) =>
      numberIn(text, dtype) ??
      context.raise('InvalidArgumentError', `StringToNumberOp could not correctly convert string: ${text}`),
  );
  const data =
    dtype === 'int64'
      ? BigInt64Array.from(numbers, BigInt)
      : castTo(Float64Array.from(numbers, Number), 'float64', dtype);
  return tensor('tensorflow', dtype, shape, data);
}

function asString(args: Arguments, context: Context): Value {
  const x = convert(args.get('input'), context);
  if (!x?.data || !x.dtype) return context.unknown('a tensor that is not known', 'tf.strings.as_string');
  const flag = (name: string) => context.truth(args.get(name)) === true;
  if (flag('scientific') || flag('shortest') || intOf(args.get('width'), context) > 0)
    return context.unknown('numbers in this form are not written yet', 'tf.strings.as_string');
  const precision = intOf(args.get('precision'), context);
  const { data, dtype } = x;
  const texts = Array.from(data as ArrayLike<number | bigint>, (each, at) => {
    if (dtype === 'bool') return each ? 'true' : 'false';
    if (!dtype.startsWith('float')) return String(each);
    const value = numberAt(data, dtype, at);
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
    // ECMAScript writes larger ones otherwise.
    if (Math.abs(value) >= 1e21) context.unknown('a number as large as this is not written yet', String(value));
    return value.toFixed(precision < 0 ? 6 : precision);
  });
  return textTensor(texts, x.shape as readonly number[]);
}

/** The parts of one string; those of several would be a ragged tensor. */
function splitting(
  name: string,
  signature: string,
  cut: (text: string, args: Arguments, context: Context) => readonly string[],
) {
  return onNumbers(`tf.strings.${name}`, `input, ${signature}name=None`, (args, context) => {
    const { texts, shape } = textsOf(args, 'input', context);
    if (shape.length > 0)
      return context.unknown(
        'several strings at once give a ragged tensor, which is not supported yet',
        `tf.strings.${name}`,
      );
    const parts = cut(texts[0] as string, args, context);
    return textTensor(parts, [parts.length]);
  });
}

function split(text: string, args: Arguments, context: Context): readonly string[] {
  const separator = textOf(args, 'sep', context);
  const most = intOf(args.get('maxsplit'), context);
  const space = /[ \t\n\v\f\r]+/g;
  const whole = separator === '' ? text.replace(/^[ \t\n\v\f\r]+/, '') : text;
  const parts: string[] = [];
  let from = 0;
  const rest = () => whole.slice(from);
  if (separator === '' && whole === '') return [];
  while (most < 0 || parts.length < most) {
    space.lastIndex = from;
    const found = separator === '' ? space.exec(whole) : undefined;
    const at = separator === '' ? (found?.index ?? -1) : whole.indexOf(separator, from);
    if (at < 0) break;
    parts.push(whole.slice(from, at));
    from = at + (found?.[0].length ?? separator.length);
  }
  // Space at the end separates nothing.
  if (separator !== '' || rest() !== '') parts.push(rest());
  return parts;
}

function reduceJoin(args: Arguments, context: Context): Value {
  const { texts, shape } = textsOf(args, 'inputs', context);
  if (context.truth(args.get('keepdims')) === true)
    return context.unknown('keepdims=True is not supported yet', 'tf.strings.reduce_join');
  const separator = textOf(args, 'separator', context);
  if (args.get('axis').kind === 'none') return textTensor([texts.join(separator)], []);
  const given = intOf(args.get('axis'), context);
  const axis = given < 0 ? given + shape.length : given;
  const dim = shape[axis];
  if (dim === undefined)
    return context.raise(
      'InvalidArgumentError',
      `Invalid reduction dimension ${given} for input with ${shape.length} dimension(s)`,
    );
  const inner = elementCount(shape.slice(axis + 1));
  const rest = shape.filter((_, at) => at !== axis);
  const joined = Array.from({ length: elementCount(rest) }, (_, at) => {
    const start = Math.floor(at / inner) * dim * inner + (at % inner);
    return Array.from({ length: dim }, (_, k) => texts[start + k * inner] as string).join(separator);
  });
  return textTensor(joined, rest);
}

const asStringSignature = "input, precision=-1, scientific=False, shortest=False, width=-1, fill='', name=None";

/** Strings that are equal, where functions on numbers are given strings. */
const comparing = (name: string, operator: '==' | '!=') =>
  ['tf', 'tf.math'].map(
    (module) =>
      [
        `${module}.${name}`,
        (args: Arguments, context: Context): Value | undefined => {
          const texts = [args.get('x'), args.get('y')].map(asTextTensor);
          const found = texts.findIndex((each) => textShape(each) !== undefined);
          if (found < 0) return undefined;
          return context.compare(operator, texts[found] as Value, texts[1 - found] as Value);
        },
      ] as const,
  );

/** Functions that take numbers as a rule. */
export const directTextMembers = [...comparing('equal', '=='), ...comparing('not_equal', '!=')];

/** `tf.strings` on numbers. */
export const textMembers: Members = Object.fromEntries([
  eachText('lower', "encoding='', ", (args, context) =>
    isUtf8(args, context)
      ? (text) => text.toLowerCase()
      : (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  ),
  eachText('upper', "encoding='', ", (args, context) =>
    isUtf8(args, context)
      ? (text) => text.toUpperCase()
      : (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  ),
  eachText('strip', '', () => (text) => text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '')),
  eachText('regex_replace', 'pattern, rewrite, replace_global=True, ', (args, context) => {
    const pattern = patternOf(args, context);
    const rewrite = rewriteOf(textOf(args, 'rewrite', context));
    const once = context.truth(args.get('replace_global')) === false;
    const own = once ? new RegExp(pattern.source, pattern.flags.replace('g', '')) : pattern;
    return (text) => text.replace(own, rewrite);
  }),
  onNumbers('tf.strings.regex_full_match', 'input, pattern, name=None', (args, context) => {
    const { texts, shape } = textsOf(args, 'input', context);
    const { source, flags } = patternOf(args, context);
    const whole = new RegExp(`^(?:${source})$`, flags.replace('g', '').replace('m', ''));
    return tensor(
      'tensorflow',
      'bool',
      shape,
      Uint8Array.from(texts, (text) => Number(whole.test(text))),
    );
  }),
  onNumbers('tf.strings.length', "input, unit='BYTE', name=None", (args, context) => {
    const { texts, shape } = textsOf(args, 'input', context);
    return tensor(
      'tensorflow',
      'int32',
      shape,
      Int32Array.from(texts, (text) => unitsOf(text, args, context).length),
    );
  }),
  onNumbers('tf.strings.substr', "input, pos, len, unit='BYTE', name=None", substring),
  onNumbers('tf.strings.to_number', 'input, out_type=float32, name=None', toNumber),
  onNumbers('tf.strings.as_string', asStringSignature, asString),
  onNumbers('tf.as_string', asStringSignature, asString),
  splitting('split', 'sep=None, maxsplit=-1, ', split),
  splitting('bytes_split', '', (text) => Array.from(encodeEscaped(text), (byte) => decodeEscaped(Uint8Array.of(byte)))),
  splitting('unicode_split', "input_encoding, errors='replace', replacement_char=65533, ", (text) => [...text]),
  onNumbers('tf.strings.join', "inputs, separator='', name=None", (args, context) => {
    const joined = joinedTexts(context.elements(args.get('inputs')) ?? [], textOf(args, 'separator', context));
    return joined ?? context.unknown('no tensors of strings of shapes that go together', 'tf.strings.join');
  }),
  onNumbers('tf.strings.reduce_join', "inputs, axis=None, keepdims=False, separator='', name=None", reduceJoin),
]);
