import { anonymous } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import { list, type Value } from '../../../values/value.js';
import type { OpCall, Rule } from '../../keras/ops/call.js';
import type { Row } from '../../keras/ops/function.js';
import { type Operand, outcome } from '../../keras/ops/operand.js';
import { extreme } from '../../keras/ops/rules/reduction.js';
import { elementTypeOf, NotKnown } from '../../numpy/arguments.js';

/** The type of a value that stands for empty fields: alone, or in a list. */
function defaultType(value: Value, call: OpCall): ElementType | undefined {
  const first = value.kind === 'list' || value.kind === 'tuple' ? value.elements[0] : value;
  if (first?.kind === 'str') return 'string';
  return first && call.operand(first).dtype;
}

/** For each string one result of a type that does not hang on it. */
const each =
  (dtype: ElementType): Rule =>
  (call) =>
    outcome(dtype, stringsOf(call, 'x').shape);

function stringsOf(call: OpCall, parameter: string): Operand {
  return call.get(parameter).kind === 'bytes' ? { shape: [], dtype: 'string' } : call.tensor(parameter);
}

/** The parts of one string are a vector; those of several have different numbers, a ragged tensor. */
const parts: Rule = (call) => {
  const { shape } = stringsOf(call, 'x');
  return outcome('string', shape?.length === 0 ? [anonymous()] : undefined);
};

/** `tf.strings`, on shapes; what it gives on numbers is in `texts/`. */
export const textRows: readonly Row[] = [
  ['strings.lower, strings.upper', "input>x, encoding=''", each('string')],
  ['strings.strip', 'input>x', each('string')],
  ['strings.regex_replace', 'input>x, pattern, rewrite, replace_global=True', each('string')],
  ['strings.regex_full_match', 'input>x, pattern', each('bool')],
  ['strings.length', "input>x, unit='BYTE'", each('int32')],
  ['strings.substr', "input>x, pos, len, unit='BYTE'", each('string')],
  [
    'strings.as_string as_string',
    "input>x, precision=-1, scientific=False, shortest=False, width=-1, fill=''",
    each('string'),
  ],
  [
    'strings.to_number',
    'input>x, out_type>dtype=float32',
    (call) => outcome(call.dtype('dtype', 'float32'), stringsOf(call, 'x').shape),
  ],
  ['strings.split', 'input>x, sep=None, maxsplit=-1', parts],
  ['strings.bytes_split', 'input>x', parts],
  ['strings.unicode_split', "input>x, input_encoding, errors='replace', replacement_char=65533", parts],
  [
    'strings.join',
    "inputs, separator=''",
    (call) => {
      const list = call.get('inputs');
      const all =
        list.kind === 'list' || list.kind === 'tuple' ? list.elements.map((value) => call.operand(value)) : [];
      const shape = all.reduce<Operand['shape']>(
        (widest, { shape: own }) => widest && own && (own.length > widest.length ? own : widest),
        [],
      );
      return outcome('string', all.length === 0 || (list.kind === 'list' && list.rest) ? undefined : shape);
    },
  ],
  [
    'io.decode_csv',
    "records>x, record_defaults, field_delim=',', use_quote_delim=True, na_value='', select_cols=None",
    (call) => {
      const { shape } = stringsOf(call, 'x');
      const defaults = call.context.elements(call.get('record_defaults'));
      if (!defaults || call.has('select_cols')) throw new NotKnown('how many columns there are is not known');
      return list(defaults.map((value) => outcome(elementTypeOf(value) ?? defaultType(value, call), shape)));
    },
  ],
  ['strings.reduce_join', "inputs>x, axis=None, keepdims=False, separator=''", extreme],
];
