import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { int, list, str, type TensorValue, type Value } from '../../../values/value.js';
import { getItem } from '../../numpy/indexing.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { pathText } from '../../python/modules/path-text.js';
import { joinPaths } from '../../python/modules/posix-path.js';
import { comparePoints } from '../../python/sorting.js';
import type { PictureSettings } from './picture-batches.js';
import { batchesOfFiles, classIndices, labelsOf, readingOf } from './picture-files.js';

const name = 'ImageDataGenerator.flow_from_dataframe';
const modes = ['binary', 'categorical', 'input', 'multi_output', 'raw', 'sparse'];

/** A row of the table whose picture is taken. */
interface Row {
  /** In the table. */
  readonly at: number;
  readonly file: string;
  readonly labels: readonly string[];
}

/** What `flow_from_dataframe` gives on numbers: the pictures that a column names, with what stands in others. */
export function picturesOfTable(
  args: Arguments,
  endings: readonly string[],
  validation: number,
  settings: PictureSettings,
  context: Context,
): Value {
  const reading = readingOf(args, name, modes, validation, false, context);
  const frame = args.get('dataframe');
  const column = (argument: string) => context.getItem(frame, args.get(argument));
  const cells = (argument: string) =>
    context.elements(context.call(context.getAttribute(column(argument), 'tolist'), []));
  const files = cells('x_col');
  const folder = args.get('directory').kind === 'none' ? '' : pathText(args.get('directory'), context);
  if (!reading || !files || folder === undefined) return context.unknown('the table is not known', name);
  const shown = (argument: string) => context.str(args.get(argument)) ?? '?';
  if (files.some((file) => file.kind !== 'str'))
    context.raise('TypeError', `All values in column x_col=${shown('x_col')} must be strings.`);
  const { mode, split } = reading;
  const isClassified = mode === 'categorical' || mode === 'binary' || mode === 'sparse';
  if (mode === 'multi_output' && args.get('y_col').kind !== 'list')
    context.raise(
      'TypeError',
      `If class_mode="multi_output", y_col must be a list. Received ${args.get('y_col').kind}.`,
    );
  const own = isClassified ? (cells('y_col') ?? []).map((cell) => labelsIn(cell, mode, shown('y_col'), context)) : [];
  const all = files.map(
    (file, at): Row => ({ at, file: file.kind === 'str' ? file.value : '', labels: own[at] ?? [] }),
  );
  const names = args.get('classes').kind === 'none' ? [] : (context.elements(args.get('classes')) ?? []);
  const given = names.map((each) => context.str(each) ?? '?');
  checkBinary(mode, given.length > 0 ? given : own.flat(), given.length > 0, context);
  const checks = context.truth(args.get('validate_filenames')) !== false;
  const valid = checks ? all.filter(({ file }) => isPicture(joinPaths(folder, file), endings, context)) : all;
  if (valid.length < all.length)
    context.host.warn?.(
      `Found ${all.length - valid.length} invalid image filename(s) in x_col="${shown('x_col')}". These filename(s) will be ignored.`,
    );
  const classes =
    given.length > 0 ? [...new Set(given)] : [...new Set(valid.flatMap(({ labels }) => labels))].sort(comparePoints);
  const numbers = new Map(classes.map((each, label) => [each, label]));
  const known = isClassified
    ? valid
        .map((row) => ({ ...row, labels: row.labels.filter((each) => numbers.has(each)) }))
        .filter(({ labels }) => given.length === 0 || labels.length > 0)
    : valid;
  const rows = known.slice(Math.trunc(split[0] * known.length), Math.trunc(split[1] * known.length));
  const belonging = isClassified ? ` belonging to ${classes.length} classes` : '';
  context.host.print(`Found ${rows.length} ${checks ? 'validated' : 'non-validated'} image filenames${belonging}.\n`);
  const labels = rows.map((row) => row.labels.map((each) => numbers.get(each) as number));
  const taken = array(
    'int32',
    [rows.length],
    Int32Array.from(rows, ({ at }) => at),
  );
  const values = (columns: Value): TensorValue | undefined => {
    const made = toArray(context.getAttribute(context.getItem(frame, columns), 'values'), context);
    const some = made && getItem(made, taken, context);
    return some?.kind === 'tensor' && some.data
      ? some
      : context.unknown('a column that holds no numbers', context.str(columns)) && undefined;
  };
  const targets =
    mode === 'raw'
      ? [values(args.get('y_col'))]
      : mode === 'multi_output'
        ? (context.elements(args.get('y_col')) ?? []).map(values)
        : [];
  const weights = args.get('weight_col').kind === 'none' ? undefined : values(args.get('weight_col'));
  const labelValues: Value = list(
    labels.map((each) => (each.length === 1 ? int(each[0] as number) : list(each.map(int)))),
  );
  return batchesOfFiles(
    {
      settings,
      reading,
      paths: rows.map(({ file }) => joinPaths(folder, file)),
      beside(chosen, pictures) {
        const index = array('int32', [chosen.length], chosen.slice());
        const part = (x: TensorValue | undefined): Value => (x ? getItem(x, index, context) : int(0));
        const made =
          mode === 'raw'
            ? [part(targets[0])]
            : mode === 'multi_output'
              ? [list(targets.map(part))]
              : labelsOf(
                  mode,
                  Array.from(chosen, (row) => labels[row] as readonly number[]),
                  classes.length,
                  pictures,
                );
        // Without labels there are no weights either.
        return weights && mode !== undefined ? [...made, part(weights)] : made;
      },
      attributes: {
        filenames: list(rows.map(({ file }) => str(file))),
        ...(isClassified
          ? {
              num_classes: int(classes.length),
              class_indices: classIndices(classes),
              classes: labelValues,
              labels: labelValues,
            }
          : {}),
      },
    },
    args,
    context,
  );
}

/** The classes that a cell names; several only where they are counted one by one. */
function labelsIn(cell: Value, mode: string, column: string, context: Context): readonly string[] {
  if (cell.kind === 'str') return [cell.value];
  if (mode === 'categorical' && (cell.kind === 'list' || cell.kind === 'tuple'))
    return cell.elements.map((each) => context.str(each) ?? '?');
  const wanted = mode === 'categorical' ? 'type string, list or tuple' : 'strings';
  return context.raise('TypeError', `If class_mode="${mode}", y_col="${column}" column values must be ${wanted}.`);
}

function checkBinary(mode: string | undefined, classes: readonly string[], isGiven: boolean, context: Context): void {
  const count = new Set(classes).size;
  if (mode !== 'binary' || count === 2) return;
  const said = isGiven ? `${count} class/es were given.` : `Found ${count} classes.`;
  context.raise('ValueError', `If class_mode="binary" there must be 2 classes. ${said}`);
}

function isPicture(file: string, endings: readonly string[], context: Context): boolean {
  const ending = file.slice(file.lastIndexOf('.')).toLowerCase();
  return endings.includes(ending) && context.host.fileKind(file) === 'file';
}
