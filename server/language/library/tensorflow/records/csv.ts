import { allocate, type ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, tensor, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { convert } from '../eager-tensor.js';
import { textsGiven, textTensor } from '../text-tensor.js';
import { numberIn, onNumbers } from '../texts/functions.js';

/** A column of a CSV file: its type, and what stands where a field is empty. */
export interface Column {
  readonly dtype: ElementType;
  /** undefined: a field must not be empty. */
  readonly otherwise: string | number | bigint | undefined;
}

/** How fields are told apart. */
export interface Fields {
  readonly delimiter: string;
  readonly quotes: boolean;
  /** A field of this text is an empty one. */
  readonly missing: string;
}

/** `record_defaults`: values that say the columns' types, or types alone; undefined where one is not known. */
export function columnsOf(defaults: readonly Value[], context: Context): readonly Column[] | undefined {
  const columns = defaults.map((value): Column | undefined => {
    const dtype = elementTypeOf(value);
    if (dtype) return { dtype, otherwise: undefined };
    const isEmpty = (value.kind === 'list' || value.kind === 'tuple') && value.elements.length === 0;
    const texts = isEmpty ? undefined : textsGiven(value);
    if (texts) return { dtype: 'string', otherwise: texts.texts[0] };
    const made = isEmpty ? undefined : convert(value, context);
    return made?.data && made.dtype ? { dtype: made.dtype, otherwise: made.data[0] } : undefined;
  });
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/** The fields of a line; null: a quote in it does not end, so that it goes on in the next. Raises for what is none. */
export function fieldsIn(line: string, { delimiter, quotes }: Fields, context: Context): readonly string[] | null {
  if (!quotes || !line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; ; at += delimiter.length) {
    if (line[at] === '"') {
      let field = '';
      let from = at + 1;
      for (;;) {
        const end = line.indexOf('"', from);
        if (end < 0) return null;
        field += line.slice(from, end);
        from = end + 1;
        if (line[from] !== '"') break;
        field += '"';
        from += 1;
      }
      fields.push(field);
      at = from;
    } else {
      const end = line.indexOf(delimiter, at);
      const field = line.slice(at, end < 0 ? line.length : end);
      if (field.includes('"'))
        context.raise('InvalidArgumentError', `Unquoted fields cannot have quotes/CRLFs inside: ${field}`);
      fields.push(field);
      at += field.length;
    }
    if (at >= line.length) return fields;
    if (!line.startsWith(delimiter, at))
      context.raise('InvalidArgumentError', 'Quoted field has to end with quote followed by delim or end');
  }
}

/** A field in its column's type. `where`: for the error. */
export function cellOf(
  field: string,
  { dtype, otherwise }: Column,
  missing: string,
  where: () => string,
  context: Context,
): string | number | bigint {
  if (field === '' || field === missing)
    return otherwise ?? context.raise('InvalidArgumentError', `${where()} is required but missing!`);
  if (dtype === 'string') return field;
  return (
    numberIn(field, dtype) ??
    context.raise(
      'InvalidArgumentError',
      `${where()} is not a valid ${dtype === 'float32' ? 'float' : dtype}: ${field}`,
    )
  );
}

/** A column's cells as a tensor. */
export function columnTensor(
  { dtype }: Column,
  cells: readonly (string | number | bigint)[],
  shape: readonly number[],
): Value {
  if (dtype === 'string') return textTensor(cells as readonly string[], shape);
  const data = allocate(dtype, cells.length);
  cells.forEach((cell, at) => {
    data[at] = (data instanceof BigInt64Array ? BigInt(cell) : Number(cell)) as never;
  });
  return tensor('tensorflow', dtype, shape, data);
}

/** What the arguments of all that reads CSV say of fields. */
export function fieldsOf(args: Arguments, context: Context): Fields {
  return {
    delimiter: context.str(args.get('field_delim')) ?? ',',
    quotes: context.truth(args.get('use_quote_delim')) !== false,
    missing: context.str(args.get('na_value')) ?? '',
  };
}

/** `tf.io.decode_csv`: a tensor for each column. */
export const decodeCsv = onNumbers(
  'tf.io.decode_csv',
  "records, record_defaults, field_delim=',', use_quote_delim=True, na_value='', select_cols=None, name=None",
  (args, context) => {
    const records = textsGiven(args.get('records'));
    const columns = columnsOf(context.elements(args.get('record_defaults')) ?? [], context);
    if (!records || !columns) return context.unknown('lines or defaults that are not known', 'tf.io.decode_csv');
    if (args.get('select_cols').kind !== 'none') return context.unknown('it is not supported here yet', 'select_cols=');
    const fields = fieldsOf(args, context);
    const rows = records.texts.map((line, row) => {
      const found = fieldsIn(line, fields, context);
      if (!found)
        return context.raise('InvalidArgumentError', 'Quoted field has to end with quote followed by delim or end');
      if (found.length !== columns.length)
        context.raise(
          'InvalidArgumentError',
          `Expect ${columns.length} fields but have ${found.length} in record ${row}`,
        );
      return found.map((field, at) =>
        cellOf(field, columns[at] as Column, fields.missing, () => `Field ${at} in record ${row}`, context),
      );
    });
    return list(
      columns.map((column, at) =>
        columnTensor(
          column,
          rows.map((row) => row[at] as string | number),
          records.shape,
        ),
      ),
    );
  },
);
