import type { Context } from '../../values/context.js';
import { numberOf } from '../../values/equality.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { none, type TensorValue, tensor, type Value } from '../../values/value.js';
import { lasting } from '../keras/callbacks/callback.js';
import { histogramRecord, imageRecord, scalarRecord, textRecord } from '../keras/callbacks/event-file.js';
import { begunEventFile } from '../keras/callbacks/tensorboard.js';
import { numbersOf } from '../numpy/arrays/cells.js';
import { toArray } from '../numpy/operand.js';
import { pngOf } from '../pillow/png.js';
import { define, members, methods, native } from '../python/define.js';
import { fileName, onFile } from './file-functions.js';
import { textsGiven } from './text-tensor.js';

/** A file of events that a program writes itself. */
interface Writer {
  /** undefined on shapes. */
  readonly file: string | undefined;
  isOpen: boolean;
}

/** What the settings of a run are called that these calls leave for later ones. */
const WRITER = 'tensorflow.summary writer';
const STEP = 'tensorflow.summary step';

const writerType: NativeType<Writer> = {
  name: '_ResourceSummaryWriter',
  module: 'tensorflow.python.ops.summary_ops_v2',
  methods: methods(
    define(
      'SummaryWriter.as_default',
      'self, step=None',
      ["tf.summary.create_file_writer('layerscope-example').as_default()"],
      (args) => object(scopeType, { writer: args.get('self'), step: args.get('step') }),
    ),
    define(
      'SummaryWriter.set_as_default',
      'self, step=None',
      ["tf.summary.create_file_writer('layerscope-example').set_as_default()"],
      (args, context) => {
        use(args.get('self'), args.get('step'), context);
        return none;
      },
    ),
    ...['flush', 'init'].map((name) =>
      define(
        `SummaryWriter.${name}`,
        'self',
        [`tf.summary.create_file_writer('layerscope-example').${name}()`],
        () => none,
      ),
    ),
    define('SummaryWriter.close', 'self', ["tf.summary.create_file_writer('layerscope-example').close()"], (args) => {
      const writer = stateOf(args.get('self'), writerType);
      if (writer) writer.isOpen = false;
      return none;
    }),
  ),
};

/** `with writer.as_default():`. */
interface Scope {
  readonly writer: Value;
  readonly step: Value;
  before?: { readonly writer: Value | undefined; readonly step: Value | undefined };
}

const scopeType: NativeType<Scope> = {
  name: '_GeneratorContextManager',
  module: 'contextlib',
  enter(self, context) {
    const scope = stateOf(self, scopeType);
    if (!scope) return none;
    scope.before = { writer: context.setting(WRITER), step: context.setting(STEP) };
    use(scope.writer, scope.step, context);
    return scope.writer;
  },
  exit(self, context) {
    const before = stateOf(self, scopeType)?.before;
    context.changeSetting(WRITER, before?.writer);
    context.changeSetting(STEP, before?.step);
  },
};

function use(self: Value, step: Value, context: Context): void {
  if (stateOf(self, writerType)?.isOpen === false) context.raise('RuntimeError', 'SummaryWriter is already closed');
  context.changeSetting(WRITER, self);
  if (step.kind !== 'none') context.changeSetting(STEP, step);
}

const answer = (written: boolean): TensorValue => tensor('tensorflow', 'bool', [], Uint8Array.of(written ? 1 : 0));

/** Writes a record into the default writer's file; false where there is none. `make` undefined: it was refused. */
function write(
  name: string,
  args: Arguments,
  context: Context,
  make: (time: number, step: number, tag: string) => Uint8Array | undefined,
): Value {
  if (context.host.mode === 'shapes') return tensor('tensorflow', 'bool', []);
  const self = context.setting(WRITER);
  const writer = self && stateOf(self, writerType);
  if (!writer) return answer(false);
  const given = args.get('step');
  const asked = given.kind === 'none' ? (context.setting(STEP) ?? none) : given;
  if (asked.kind === 'none')
    return context.raise(
      'ValueError',
      'No step set. Please specify one either through the `step` argument or through tf.summary.experimental.set_step()',
    );
  const step = scalarIn(asked);
  const tag = context.str(args.get('name'));
  if (step === undefined || tag === undefined) return context.unknown('a step or a name that is not known', name);
  if (args.get('description').kind !== 'none') return context.unknown('it is not written yet', 'description=');
  const record = make(context.host.now() ?? 0, step, tag);
  const { file } = writer;
  if (record && file !== undefined && writer.isOpen)
    lasting(context, () => onFile(file, context, () => context.host.appendFile?.(file, record)));
  return answer(true);
}

/** A plain number, or a tensor of one without axes. */
function scalarIn(value: Value): number | undefined {
  if (value.kind === 'tensor')
    return value.shape?.length === 0 && value.data && value.dtype
      ? Array.from(numbersOf(value.data, value.dtype))[0]
      : undefined;
  return numberOf(value);
}

function scalar(args: Arguments, context: Context): Value {
  return write('tf.summary.scalar', args, context, (time, step, tag) => {
    const data = args.get('data');
    const array = data.kind === 'tensor' || data.kind === 'list' ? toArray(data, context) : undefined;
    if (array?.shape && array.shape.length > 0) {
      const shape = `(${array.shape.join(', ')}${array.shape.length === 1 ? ',' : ''})`;
      return context.raise('ValueError', `Expected scalar shape, saw shape: ${shape}.`);
    }
    const value = scalarIn(array ?? data);
    if (value !== undefined) return scalarRecord(time, step, tag, value);
    context.unknown('a value that is not known', 'tf.summary.scalar');
    return undefined;
  });
}

function histogram(args: Arguments, context: Context): Value {
  return write('tf.summary.histogram', args, context, (time, step, tag) => {
    const buckets = args.get('buckets');
    const array = toArray(args.get('data'), context);
    if (buckets.kind !== 'none' && numberOf(buckets) !== 30)
      context.unknown('another number of buckets than 30 is not written', 'buckets=');
    if (array?.data && array.dtype)
      return histogramRecord(time, step, tag, Array.from(numbersOf(array.data, array.dtype)));
    context.unknown('values that are not known', 'tf.summary.histogram');
    return undefined;
  });
}

function image(args: Arguments, context: Context): Value {
  return write('tf.summary.image', args, context, (time, step, tag) => {
    const array = toArray(args.get('data'), context);
    const { shape, data, dtype } = array ?? {};
    if (!shape || !data || !dtype) {
      context.unknown('pictures that are not known', 'tf.summary.image');
      return undefined;
    }
    if (shape.length !== 4)
      return context.raise(
        'ValueError',
        `Tensor  must have rank 4.  Received rank ${shape.length}, shape (${shape.join(', ')})`,
      );
    const [count, height, width, channels] = shape as [number, number, number, number];
    if (![1, 2, 3, 4].includes(channels) || (dtype !== 'uint8' && dtype !== 'float32' && dtype !== 'float64')) {
      context.unknown('pictures of this type or number of channels are not written', 'tf.summary.image');
      return undefined;
    }
    const most = numberOf(args.get('max_outputs')) ?? 3;
    const size = height * width * channels;
    const files = Array.from({ length: Math.min(count, most) }, (_, at) => {
      const pixels = (data as Float32Array | Uint8Array).subarray(at * size, (at + 1) * size);
      return pngOf(
        { height, width, channels, data: dtype === 'uint8' ? Uint8Array.from(pixels) : shades(pixels) },
        context.host,
      );
    });
    return imageRecord(
      time,
      step,
      tag,
      [width, height],
      files.filter((file) => file !== undefined),
    );
  });
}

/** From 0 … 1 to 0 … 255, as `tf.image.convert_image_dtype(…, saturate=True)` does it. */
function shades(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(values, (value) =>
    Math.min(Math.max(Math.trunc(Math.fround(Math.fround(value) * 255.5)), 0), 255),
  );
}

function text(args: Arguments, context: Context): Value {
  return write('tf.summary.text', args, context, (time, step, tag) => {
    const texts = textsGiven(args.get('data'))?.texts;
    const plain = args.get('data').kind === 'str' ? context.str(args.get('data')) : undefined;
    const only = plain ?? (texts?.length === 1 ? texts[0] : undefined);
    if (only !== undefined) return textRecord(time, step, tag, only);
    context.unknown('only a single text is written', 'tf.summary.text');
    return undefined;
  });
}

const create = native(
  'tf.summary.create_file_writer',
  'logdir, max_queue=None, flush_millis=None, filename_suffix=None, name=None, experimental_trackable=False',
  ["tf.summary.create_file_writer('layerscope-example')"],
  (args, context) => {
    if (context.host.mode === 'shapes') return object(writerType, { file: undefined, isOpen: true });
    const folder = fileName(args.get('logdir'), context);
    if (folder === undefined) return context.unknown('a folder that is not known', 'tf.summary.create_file_writer');
    return object(writerType, { file: onFile(folder, context, () => begunEventFile(folder, context)), isOpen: true });
  },
);

/** What a profiler or a tracer would write of TensorFlow's own graphs: there are none. */
const traces = [
  native(
    'tf.summary.trace_on',
    'graph=True, profiler=False, profiler_outdir=None',
    ['tf.summary.trace_on()'],
    () => none,
  ),
  native(
    'tf.summary.trace_export',
    'name, step=None, profiler_outdir=None',
    ["tf.summary.trace_export('graph', 0)"],
    (_args, context) => {
      context.host.warn?.(
        'tf.summary.trace_export writes nothing: TensorFlow does not run, so it has no graph to trace',
      );
      return none;
    },
  ),
  native('tf.summary.trace_off', '', ['tf.summary.trace_off()'], () => none),
];

/** `tf.summary`: curves, histograms, pictures and texts for TensorBoard, written by the program. */
export const summaryModules: readonly NativeModule[] = [
  {
    name: 'tensorflow.summary',
    members: members(
      create,
      native(
        'tf.summary.scalar',
        'name, data, step=None, description=None',
        ["tf.summary.scalar('a', 1.5, step=1)"],
        scalar,
      ),
      native(
        'tf.summary.histogram',
        'name, data, step=None, buckets=None, description=None',
        ["tf.summary.histogram('a', np.ones(4), step=1)"],
        histogram,
      ),
      native(
        'tf.summary.image',
        'name, data, step=None, max_outputs=3, description=None',
        ["tf.summary.image('a', np.ones((1, 4, 4, 3)), step=1)"],
        image,
      ),
      native('tf.summary.text', 'name, data, step=None, description=None', ["tf.summary.text('a', 'b', step=1)"], text),
      native('tf.summary.flush', 'writer=None, name=None', ['tf.summary.flush()'], () => none),
      ...traces,
    ),
  },
  {
    name: 'tensorflow.summary.experimental',
    members: members(
      native('tf.summary.experimental.set_step', 'step', ['tf.summary.experimental.set_step(3)'], (args, context) => {
        context.changeSetting(STEP, args.get('step'));
        return none;
      }),
      native(
        'tf.summary.experimental.get_step',
        '',
        ['tf.summary.experimental.get_step()'],
        (_args, context) => context.setting(STEP) ?? none,
      ),
    ),
  },
];
