import { anonymous, type Dim } from '../../../tensor/dim.js';
import { allocate, type ElementType } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { scalarOf } from '../../../values/equality.js';
import { tensor, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { native } from '../../python/define.js';
import { plain } from '../plain.js';

/** Sequences of different lengths as one array (sequences, maxlen): filled up, and cut off. */
export const padSequences = native(
  'keras.utils.pad_sequences',
  "sequences, maxlen=None, dtype='int32', padding='pre', truncating='pre', value=0.0",
  [
    'keras.utils.pad_sequences([[1, 2, 3], [4]])',
    'keras.utils.pad_sequences([[1, 2, 3], [4], []], maxlen=2, padding="post", truncating="post", value=9)',
    'keras.utils.pad_sequences(np.ones((4, 6)), maxlen=3, dtype="float32")',
    'keras.utils.pad_sequences([[[1, 2]], [[3, 4], [5, 6]]])',
  ],
  (args, context) => {
    const sequences = args.get('sequences');
    const seen = look(sequences, context);
    if (!seen) return context.unknown('the sequences are not known', 'pad_sequences');
    const given = args.get('maxlen');
    const length: Dim =
      given.kind === 'none'
        ? seen.longest
        : given.kind === 'int'
          ? given.value
          : given.kind === 'dim'
            ? given.dim
            : ((given.kind === 'tensor' ? scalarOf(given) : undefined) ?? anonymous());
    const dtype = elementTypeOf(args.get('dtype'));
    if (!seen.sample) return tensor('numpy', dtype, undefined);
    const shape = [seen.count, length, ...seen.sample];
    const [padding, truncating] = [args.get('padding'), args.get('truncating')].map((each) =>
      each.kind === 'str' ? each.value : undefined,
    );
    const fill = plain(args.get('value'));
    const rows = numbersOf(plain(sequences));
    const size = rows && typeof length === 'number' ? rows.length * length : Number.POSITIVE_INFINITY;
    const computed =
      dtype && dtype !== 'string' && dtype !== 'float16' && rows && padding && truncating && typeof fill === 'number';
    if (computed && size <= context.host.dataLimit && seen.sample.length === 0) {
      return tensor(
        'numpy',
        dtype,
        shape,
        pad(rows, length as number, dtype, padding === 'pre', truncating === 'pre', fill),
      );
    }
    if (context.host.mode === 'numbers' && typeof length !== 'number')
      return context.unknown('the length is not known', 'pad_sequences');
    return context.host.mode === 'numbers'
      ? context.unknown('sequences of more than numbers are not supported', 'pad_sequences')
      : tensor('numpy', dtype, shape);
  },
);

interface Sequences {
  readonly count: Dim;
  readonly longest: Dim;
  /** The shape of one step; undefined where it is not known. */
  readonly sample: Shape | undefined;
}

/** What is known of sequences; undefined where nothing is. */
function look(value: Value, context: Context): Sequences | undefined {
  if (value.kind === 'tensor') {
    if (!value.shape) return undefined;
    const [count, longest, ...sample] = value.shape;
    if (count === undefined) return context.raise('ValueError', '`sequences` must be iterable.');
    // An array of lists, such as the reviews of IMDB: how long they are is not known.
    const lists = longest === undefined && value.dtype === undefined;
    return longest === undefined && !lists
      ? context.raise('ValueError', '`sequences` must be a list of iterables.')
      : { count, longest: longest ?? anonymous(), sample };
  }
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const rest = value.kind === 'list' ? value.rest : undefined;
  let longest: Dim | undefined = rest ? undefined : 0;
  let sample: Shape | undefined;
  let uncertain = false;
  for (const row of rest ? [...value.elements, rest] : value.elements) {
    const length = rowLength(row);
    if (longest !== undefined) longest = typeof length === 'number' ? Math.max(longest as number, length) : undefined;
    const step = stepShape(row);
    if (step === 'unknown') uncertain = true;
    else if (step) sample ??= step;
  }
  return {
    count: rest ? anonymous() : value.elements.length,
    longest: longest ?? anonymous(),
    sample: sample ?? (uncertain ? undefined : []),
  };
}

function rowLength(row: Value): Dim | undefined {
  if (row.kind === 'tuple') return row.elements.length;
  if (row.kind === 'list') return row.rest ? undefined : row.elements.length;
  return row.kind === 'tensor' ? row.shape?.[0] : undefined;
}

/** The shape of a sequence's first step; undefined for an empty one. */
function stepShape(row: Value): Shape | undefined | 'unknown' {
  if (row.kind === 'tensor') return row.shape ? row.shape.slice(1) : 'unknown';
  if (row.kind !== 'list' && row.kind !== 'tuple') return 'unknown';
  const first = row.elements[0] ?? (row.kind === 'list' ? row.rest : undefined);
  if (!first) return undefined;
  if (
    first.kind === 'int' ||
    first.kind === 'float' ||
    first.kind === 'bool' ||
    first.kind === 'dim' ||
    first.kind === 'str'
  )
    return [];
  if (first.kind === 'tensor') return first.shape ?? 'unknown';
  const inner = rowLength(first);
  const further = stepShape(first);
  return inner === undefined || further === undefined || further === 'unknown' ? 'unknown' : [inner, ...further];
}

function numbersOf(value: ReturnType<typeof plain>): readonly (readonly number[])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const fits = value.every((row) => Array.isArray(row) && row.every((each: unknown) => typeof each === 'number'));
  return fits ? (value as readonly (readonly number[])[]) : undefined;
}

function pad(
  rows: readonly (readonly number[])[],
  length: number,
  dtype: ElementType,
  before: boolean,
  cutFront: boolean,
  fill: number,
) {
  const data = allocate(dtype, rows.length * length);
  const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
  const whole = !dtype.startsWith('float');
  const put = (at: number, n: number) => {
    const stored = whole ? Math.trunc(n) : n;
    if (big) data[at] = BigInt(stored);
    else data[at] = stored;
  };
  rows.forEach((row, i) => {
    const kept = row.length <= length ? row : cutFront ? row.slice(row.length - length) : row.slice(0, length);
    const start = before ? length - kept.length : 0;
    for (let step = 0; step < length; step += 1) put(i * length + step, kept[step - start] ?? fill);
  });
  return data;
}
