import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { tuple, type Value } from '../../../values/value.js';
import { intOf } from '../../numpy/arguments.js';
import { decodeEscaped } from '../../python/text-encoding.js';
import { type Column, cellOf, columnsOf, columnTensor, fieldsIn, fieldsOf } from '../records/csv.js';
import { elementTensor } from './dataset.js';
import type { FileBytes } from './file-bytes.js';
import { linesOf, ofFiles } from './file-sources.js';
import type { Next, Pipeline } from './pipeline.js';

/** `CsvDataset`: a tuple of a row's cells. */
export function csvRows(args: Arguments, context: Context): Pipeline | undefined {
  const columns = columnsOf(context.elements(args.get('record_defaults')) ?? [], context);
  if (!columns || args.get('exclude_cols').kind !== 'none') return undefined;
  const given = args.get('select_cols');
  const selected =
    given.kind === 'none' ? undefined : (context.elements(given) ?? []).map((each) => intOf(each, context));
  if (selected && selected.length !== columns.length)
    context.raise('InvalidArgumentError', 'select_cols should match output size');
  const fields = fieldsOf(args, context);
  const hasHeader = context.truth(args.get('header')) === true;
  const read = (bytes: FileBytes): Next => {
    const next = linesOf(bytes);
    if (hasHeader) next();
    let row = -1;
    return () => {
      const line = next();
      if (!line) return undefined;
      row += 1;
      const where = (at: number) => `Field ${at} in record ${row} of ${bytes.file}`;
      const found = fieldsIn(decodeEscaped(line), fields, context);
      if (!found) return context.unknown('a quoted field that goes over several lines is not supported yet', where(0));
      const most = selected ? Math.max(-1, ...selected) + 1 : columns.length;
      if (found.length < most || (!selected && found.length > most))
        context.raise(
          'InvalidArgumentError',
          `Expect ${most} fields but have ${found.length} in record ${row} of ${bytes.file}`,
        );
      return tuple(
        columns.map((column: Column, at): Value => {
          const place = selected?.[at] ?? at;
          return columnTensor(
            column,
            [cellOf(found[place] as string, column, fields.missing, () => where(place), context)],
            [],
          );
        }),
      );
    };
  };
  return ofFiles(args, context, read, () => tuple(columns.map(({ dtype }) => elementTensor(dtype, []))));
}
