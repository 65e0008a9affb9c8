import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { int, list, str, tensor, tuple, type Value } from '../../../values/value.js';
import { inBatches, inRandomOrder } from '../../tensorflow/data/batching.js';
import { elementTensor } from '../../tensorflow/data/dataset.js';
import { madeBy } from '../../tensorflow/data/dataset-classes.js';
import { Pipeline, pipelineValue } from '../../tensorflow/data/pipeline.js';
import { whole } from '../../tensorflow/data/run-kit.js';
import { numberOf } from '../training-arguments.js';
import { classNamesValue, type LabelledFile, labelledFiles, labelMode, subsetOf } from './labelled-files.js';

/** How the files of a folder become samples. */
export interface Reading {
  readonly endings: readonly string[];
  /** As Keras's errors name them: `images`. */
  readonly kind: string;
  /** How those errors end: `Allowed format: .txt`. */
  readonly allowed: string;
  /** What one sample looks like. */
  readonly sample: Value;
  /** Reads one when it is asked for. */
  read(file: string): Value;
  /** The dataset tells its `file_paths`. */
  readonly hasPaths: boolean;
}

/** What `…_dataset_from_directory` gives on numbers: files are read as batches are asked for, in each pass anew. */
export function datasetOfFolder(name: string, reading: Reading, args: Arguments, context: Context): Value {
  const { files, classes, shuffles, seed } = labelledFiles(args, reading.endings, name, context);
  const size = args.get('batch_size').kind === 'none' ? undefined : whole(args, 'batch_size', context);
  const made = (part: readonly LabelledFile[], which: string, mixes: boolean): Value => {
    if (part.length === 0)
      return context.raise(
        'ValueError',
        `No ${which}${reading.kind} found in directory ${context.str(args.get('directory'))}. ${reading.allowed}`,
      );
    const order = numbered(part.length);
    // Names are put in order, not what is read.
    const mixed = mixes ? inRandomOrder(order, size === undefined ? 1024 : size * 8, seed, true, context) : order;
    const samples = read(mixed, part, classes?.length, reading, args, context);
    const dataset = pipelineValue(size === undefined ? samples : inBatches(samples, size, false, context), {
      class_names: classNamesValue(classes),
      ...(reading.hasPaths && { file_paths: list(part.map(({ file }) => str(file))) }),
    });
    // Keras makes its batches ahead.
    return size === undefined ? dataset : madeBy('prefetch', dataset);
  };
  const share = numberOf(args, 'validation_split') ?? 0;
  if (share === 0) return made(files, '', shuffles);
  const subset = context.str(args.get('subset'));
  if (subset === 'both') {
    const [training, validation] = (['training', 'validation'] as const).map((each) =>
      subsetOf(files, share, each, context),
    );
    return list([made(training ?? [], 'training ', shuffles), made(validation ?? [], 'validation ', false)]);
  }
  return made(subsetOf(files, share, subset === 'training' ? subset : 'validation', context), '', shuffles);
}

/** 0, 1, 2 … */
function numbered(count: number): Pipeline {
  const open = () => {
    let at = 0;
    return () => {
      at += 1;
      return at <= count ? int(at - 1) : undefined;
    };
  };
  return new Pipeline(open, count, () => elementTensor('int64', []));
}

function read(
  order: Pipeline,
  files: readonly LabelledFile[],
  classes: number | undefined,
  reading: Reading,
  args: Arguments,
  context: Context,
): Pipeline {
  const labelOf = classes === undefined ? undefined : labelling(args, classes, context);
  return new Pipeline(
    () => {
      const next = order.open();
      return () => {
        const at = next();
        const found = at?.kind === 'int' ? files[at.value] : undefined;
        if (!found) return undefined;
        const sample = reading.read(found.file);
        return labelOf ? tuple([sample, labelOf(found.label)]) : sample;
      };
    },
    files.length,
    () => {
      const label = labelOf?.(0);
      return label?.kind === 'tensor'
        ? tuple([reading.sample, elementTensor(label.dtype, label.shape)])
        : reading.sample;
    },
  );
}

/** How a class's number becomes a label. */
function labelling(args: Arguments, classes: number, context: Context): (label: number) => Value {
  switch (labelMode(args, context)) {
    case 'binary':
      return (label) => tensor('tensorflow', 'float32', [1], Float32Array.of(label));
    case 'categorical':
      return (label) => {
        const row = new Float32Array(classes);
        // Labels of one's own may lie beyond.
        if (label >= 0 && label < classes) row[label] = 1;
        return tensor('tensorflow', 'float32', [classes], row);
      };
    default:
      return (label) => tensor('tensorflow', 'int32', [], Int32Array.of(label));
  }
}
