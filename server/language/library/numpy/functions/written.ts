import { isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { stateOf } from '../../../values/native-type.js';
import { none, str, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { bytes } from '../../python/bytes.js';
import { pathText } from '../../python/modules/path-text.js';
import { streamType } from '../../python/modules/stream-type.js';
import { percentFormat } from '../../python/percent-format.js';
import { encode } from '../../python/text-encoding.js';
import { arrayArgument, arrayOf, NotKnown } from '../arguments.js';
import { writeNpy } from '../npy.js';
import { textArrayOf } from '../text-array.js';
import { type ArrayFunction, func } from './array-function.js';

/** Functions that write arrays into files. */
export const writtenFunctions: readonly ArrayFunction[] = [
  func(
    'save',
    'file, arr, allow_pickle=True, fix_imports=True',
    ["np.save('a.npy', np.arange(3))"],
    (args, context) => {
      if (context.host.mode === 'shapes') return none;
      write(args.get('file'), '.npy', npy(arrayArgument(args, 'arr', context)), context);
      return none;
    },
  ),
  ...(['savez', 'savez_compressed'] as const).map((name) =>
    func(name, 'file, *args, **kwds', [`np.${name}('a', np.arange(3))`], (args, context) => {
      if (context.host.mode === 'shapes') return none;
      const arrays = new Map([...args.keywords].map(([key, value]) => [`${key}.npy`, npy(arrayOf(value, context))]));
      for (const [at, value] of args.rest.entries()) {
        if (args.keywords.has(`arr_${at}`))
          return context.raise('ValueError', `Cannot use un-named variables and keyword arr_${at}`);
        arrays.set(`arr_${at}.npy`, npy(arrayOf(value, context)));
      }
      const packed = context.host.zip?.(arrays, name === 'savez_compressed');
      if (!packed) throw new NotKnown('archives are not written here');
      write(args.get('file'), '.npz', packed, context);
      return none;
    }),
  ),
  func(
    'savetxt',
    "fname, X, fmt='%.18e', delimiter=' ', newline='\\n', header='', footer='', comments='# ', encoding=None",
    ["np.savetxt('a.txt', np.arange(6).reshape(2, 3), fmt='%d', delimiter=',')"],
    (args, context) => {
      if (context.host.mode === 'shapes') return none;
      const labels = textArrayOf(args.get('X'))?.places;
      const { shape } = labels ?? arrayArgument(args, 'X', context);
      if (!isStatic(shape)) throw new NotKnown('what to write');
      if (shape.length === 0 || shape.length > 2)
        return context.raise('ValueError', `Expected 1D or 2D array, got ${shape.length}D array instead`);
      const text = (name: string) => context.str(args.get(name)) ?? '';
      const columns = shape[1] ?? 1;
      const newline = text('newline');
      const format = rowFormat(args.get('fmt'), text('delimiter'), columns, context);
      const note = (said: string) =>
        said === '' ? '' : text('comments') + said.replaceAll('\n', `\n${text('comments')}`) + newline;
      const asText = /%[^%]*?[sr]/.test(format);
      if (labels && !asText) {
        const dtype = context.str(context.getAttribute(args.get('X'), 'dtype'));
        return context.raise(
          'TypeError',
          `Mismatch between array dtype ('${dtype}') and format specifier ('${format}')`,
        );
      }
      const x = labels ? args.get('X') : arrayArgument(args, 'X', context);
      const each = (value: Value): Value[] => [...(context.elements(value) ?? [])];
      // Python's numbers, or NumPy's own where their text is asked for.
      const rows = each(asText ? x : context.call(context.getAttribute(x, 'tolist'), []));
      const lines = rows.map(
        (row) => `${percentFormat(format, tuple(shape.length === 2 ? each(row) : [row]), context) ?? ''}${newline}`,
      );
      const content = note(text('header')) + lines.join('') + note(text('footer'));
      writeText(args.get('fname'), content, args.get('encoding'), context);
      return none;
    },
  ),
];

function npy(x: TensorValue): Uint8Array {
  if (!x.data || !x.dtype || !isStatic(x.shape)) throw new NotKnown('what to write');
  return writeNpy(x.dtype, x.shape, x.data);
}

/** Into an open file, or a file of this name, to which the ending is added where it lacks. */
function write(file: Value, ending: string, content: Uint8Array, context: Context): void {
  if (stateOf(file, streamType)) {
    context.call(context.getAttribute(file, 'write'), [bytes(content)]);
    return;
  }
  const name = pathText(file, context);
  if (name === undefined) throw new NotKnown('what to write where');
  context.host.writeFile(name.endsWith(ending) ? name : name + ending, content);
}

function writeText(file: Value, content: string, encoding: Value, context: Context): void {
  const encoded = () => encode(content, encoding.kind === 'none' ? str('latin1') : encoding, context);
  const stream = stateOf(file, streamType);
  if (stream) {
    context.call(context.getAttribute(file, 'write'), [stream.binary ? bytes(encoded()) : str(content)]);
    return;
  }
  const name = pathText(file, context);
  if (name === undefined) throw new NotKnown('what to write where');
  if (/\.(?:bz2|xz)$/.test(name)) throw new NotKnown('files of this kind are not written yet');
  const raw = encoded();
  const packed = name.endsWith('.gz') ? context.host.deflate?.(raw, 'gzip') : raw;
  if (!packed) throw new NotKnown('files of this kind are not written here');
  context.host.writeFile(name, packed);
}

/** The format of a whole row: one for each column, or one that has all of them. */
function rowFormat(format: Value, delimiter: string, columns: number, context: Context): string {
  if (format.kind === 'list' || format.kind === 'tuple') {
    if (format.elements.length !== columns)
      return context.raise('AttributeError', `fmt has wrong shape.  ${context.str(format)}`);
    return format.elements.map((each) => context.str(each) ?? '').join(delimiter);
  }
  if (format.kind !== 'str') return context.raise('ValueError', `invalid fmt: ${context.str(format)}`);
  const count = format.value.split('%').length - 1;
  if (count === 1) return Array.from({ length: columns }, () => format.value).join(delimiter);
  if (count !== columns) return context.raise('ValueError', `fmt has wrong number of % formats:  ${format.value}`);
  return format.value;
}
