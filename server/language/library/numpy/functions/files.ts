import { isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { none, str } from '../../../values/value.js';
import { bytesAt, isAddress } from '../../python/modules/internet.js';
import { arrayOf, boolOf, dtypeArgument, intOf, NotKnown } from '../arguments.js';
import { fromNumbers } from '../arrays/cells.js';
import { arrayRepr, defaultPrintOptions, type PrintOptions } from '../arrays/print.js';
import { withoutData } from '../operand.js';
import { array, permuted } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';

/** Text files of numbers, and settings. */
export const fileFunctions: readonly ArrayFunction[] = [
  ...(['loadtxt', 'genfromtxt'] as const).map((name) =>
    func(
      name,
      "fname, dtype=float, comments='#', delimiter=None, skiprows=0, skip_header=0, usecols=None, unpack=False, ndmin=0, encoding=None, **others",
      [
        `np.${name}(['1 2', '3 4'])`,
        `np.${name}(['a,b', '1,2', '3,4'], delimiter=',', ${name === 'loadtxt' ? 'skiprows' : 'skip_header'}=1, usecols=1)`,
      ],
      (args, context) => {
        const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float64';
        if (args.keywords.size > 0)
          throw new NotKnown(`its argument ${[...args.keywords.keys()][0]} is not supported yet`);
        const content = contentOf(args.get('fname'), `np.${name}`, context);
        if (content === undefined) return withoutData(context, dtype, undefined);
        const skipped = intOf(args.get(name === 'loadtxt' ? 'skiprows' : 'skip_header'), context);
        const table = readTable(
          content,
          text(args.get('delimiter')),
          text(args.get('comments')),
          skipped,
          args.get('usecols'),
          context,
        );
        const columns = table[0]?.length ?? 0;
        const wrong = table.findIndex((row) => row.length !== columns);
        if (wrong >= 0)
          context.raise(
            'ValueError',
            `the number of columns changed from ${columns} to ${table[wrong]?.length} at row ${wrong + 1}; use \`usecols\` to select a subset and avoid this error`,
          );
        const shape = [table.length, columns].filter((dim) => dim !== 1);
        const x = array(dtype, shape, fromNumbers(Float64Array.from(table.flat()), dtype));
        const unpack = context.truth(args.get('unpack'));
        return unpack && shape.length === 2 ? permuted(x, [1, 0]) : x;
      },
    ),
  ),
  func(
    'set_printoptions',
    'precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, **others',
    ['np.set_printoptions(precision=3, suppress=True)'],
    (args, context) => {
      const [other] = args.keywords.keys();
      if (other) throw new NotKnown(`its argument ${other} is not supported yet`);
      const holder = printState(context);
      const whole = (name: string, before: number) => {
        const value = args.get(name);
        return value.kind === 'none' ? before : value.kind === 'float' ? value.value : intOf(value, context);
      };
      const { options } = holder;
      holder.options = {
        precision: whole('precision', options.precision),
        threshold: whole('threshold', options.threshold),
        edgeItems: whole('edgeitems', options.edgeItems),
        lineWidth: whole('linewidth', options.lineWidth),
        suppress: args.get('suppress').kind === 'none' ? options.suppress : boolOf(args.get('suppress'), context),
      };
      return none;
    },
  ),
  func('seterr', '**options', ["np.seterr(all='ignore')"], () => none),
  func('array2string', 'a', ['np.array2string(np.arange(3))'], (args, context) =>
    printed(args.get('a'), context, false),
  ),
  func('array_repr', 'arr', ['np.array_repr(np.arange(3))'], (args, context) =>
    printed(args.get('arr'), context, true),
  ),
];

/** How arrays are printed in this run. */
export function printOptions(context: Context): PrintOptions {
  return printState(context).options;
}

function printState(context: Context): { options: PrintOptions } {
  return context.state('numpy.printoptions', () => ({ options: defaultPrintOptions }));
}

function printed(value: Value, context: Context, repr: boolean): Value {
  const x = arrayOf(value, context);
  if (!x.data || !x.dtype || !isStatic(x.shape)) return context.unknown('an array whose elements are not known');
  if (repr) return str(arrayRepr({ dtype: x.dtype, shape: x.shape, data: x.data }, printOptions(context)));
  return str(context.str(x) ?? '');
}

/** A file's text, or the lines of a list; undefined where it cannot be known here. */
function contentOf(source: Value, name: string, context: Context): string | undefined {
  if (source.kind === 'list') {
    return source.elements.map((line) => (line.kind === 'str' ? line.value : '')).join('\n');
  }
  if (source.kind !== 'str') throw new NotKnown('a path that is not known');
  const bytes =
    isAddress(source.value) && context.host.mode !== 'shapes'
      ? bytesAt(source.value, name, context)
      : context.host.readFile(source.value);
  return bytes && decode(bytes);
}

function text(value: Value): string | undefined {
  return value.kind === 'str' ? value.value : undefined;
}

/** Latin-1, as NumPy reads such files. */
function decode(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

function readTable(
  content: string,
  delimiter: string | undefined,
  comments: string | undefined,
  skipped: number,
  usecols: Value,
  context: Context,
): number[][] {
  const chosen =
    usecols.kind === 'none'
      ? undefined
      : (usecols.kind === 'int' ? [usecols] : (context.elements(usecols) ?? [])).map((column) =>
          intOf(column, context),
        );
  const table: number[][] = [];
  for (const [at, whole] of content.split(/\r?\n/).entries()) {
    const line = comments ? (whole.split(comments)[0] as string) : whole;
    if (at < skipped || line.trim() === '') continue;
    const cells = delimiter === undefined ? line.trim().split(/\s+/) : line.split(delimiter);
    const picked = chosen ? chosen.map((column) => cells[column < 0 ? column + cells.length : column] ?? '') : cells;
    table.push(picked.map((cell) => parsed(cell, at, context)));
  }
  return table;
}

function parsed(cell: string, line: number, context: Context): number {
  const trimmed = cell.trim();
  if (/^[+-]?(nan|inf)$/i.test(trimmed))
    return /nan/i.test(trimmed) ? Number.NaN : Number(`${trimmed.startsWith('-') ? '-' : ''}Infinity`);
  const number = Number(trimmed);
  if (trimmed === '' || Number.isNaN(number))
    return context.raise('ValueError', `could not convert string '${trimmed}' to float64 at row ${line}, column 1.`);
  return number;
}
