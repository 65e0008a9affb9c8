import { HostError } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, none, str, tensor, tuple, type Value } from '../../../values/value.js';
import { LegacyGenerator } from '../../numpy/random/legacy.js';
import { pathText } from '../../python/modules/path-text.js';
import { decode } from '../../python/text-encoding.js';
import { inBatches, inRandomOrder } from '../../tensorflow/data/batching.js';
import { elementTensor } from '../../tensorflow/data/dataset.js';
import { Pipeline, pipelineValue } from '../../tensorflow/data/pipeline.js';
import { textTensor } from '../../tensorflow/text-tensor.js';

/** A file with the number of its class. */
interface Sample {
  readonly file: string;
  readonly label: number;
}

const name = 'keras.utils.text_dataset_from_directory';

/** The texts of files in folders, one a class, as `text_dataset_from_directory` gives them on numbers. */
export function textsInFolder(args: Arguments, context: Context): Value {
  const folder = pathText(args.get('directory'), context);
  const labels = args.get('labels');
  const mode = args.get('label_mode');
  if (folder === undefined || (labels.kind !== 'none' && context.str(labels) !== 'inferred'))
    return context.unknown('labels of its own are not supported yet', name);
  const isLabelled = labels.kind !== 'none' && mode.kind !== 'none';
  const share =
    args.get('validation_split').kind === 'float' ? (args.get('validation_split') as { value: number }).value : 0;
  const subset = args.get('subset').kind === 'str' ? (context.str(args.get('subset')) as string) : undefined;
  const shuffles = context.truth(args.get('shuffle')) === true;
  checkSplit(share, subset, shuffles, args, context);
  const classes = isLabelled ? classesOf(folder, args.get('class_names'), context) : undefined;
  const samples = classes
    ? classes.flatMap((each, label) =>
        filesBelow(`${folder}/${each}`, context).map((file): Sample => ({ file, label })),
      )
    : filesBelow(folder, context).map((file): Sample => ({ file, label: 0 }));
  if (context.truth(args.get('verbose')) !== false)
    context.host.print(
      classes
        ? `Found ${samples.length} files belonging to ${classes.length} classes.\n`
        : `Found ${samples.length} files.\n`,
    );
  if (mode.kind === 'str' && mode.value === 'binary' && classes && classes.length !== 2)
    context.raise(
      'ValueError',
      `When passing \`label_mode="binary"\`, there must be exactly 2 class_names. Received: class_names=${context.repr(list(classes.map(str)))}`,
    );
  const seed =
    args.get('seed').kind === 'int'
      ? (args.get('seed') as { value: number }).value
      : context.host.entropy() % 1_000_000;
  const ordered = shuffles
    ? Array.from(new LegacyGenerator(seed).permutation(samples.length), (at) => samples[at] as Sample)
    : samples;
  const make = (part: readonly Sample[], mixes: boolean): Value => {
    if (part.length === 0) return context.unknown(`No text files found in directory ${folder} (*.txt)`, name);
    const size =
      args.get('batch_size').kind === 'int' ? (args.get('batch_size') as { value: number }).value : undefined;
    const texts = pipelineOf(part, classes?.length, args, context);
    const mixed = mixes ? inRandomOrder(texts, (size ?? 128) * 8, seed, true, context) : texts;
    return pipelineValue(size === undefined ? mixed : inBatches(mixed, size, false, context), {
      class_names: classes ? list(classes.map(str)) : none,
    });
  };
  if (!share) return make(ordered, shuffles);
  const judged = Math.trunc(share * ordered.length);
  const parts = {
    training: ordered.slice(0, ordered.length - judged),
    validation: ordered.slice(ordered.length - judged),
  };
  const tell = (part: 'training' | 'validation') =>
    context.host.print(`Using ${parts[part].length} files for ${part}.\n`);
  if (subset === 'both') {
    tell('training');
    tell('validation');
    return list([make(parts.training, shuffles), make(parts.validation, false)]);
  }
  const part = subset === 'training' ? 'training' : 'validation';
  tell(part);
  return make(parts[part], shuffles);
}

function pipelineOf(
  samples: readonly Sample[],
  classes: number | undefined,
  args: Arguments,
  context: Context,
): Pipeline {
  const longest =
    args.get('max_length').kind === 'int' ? (args.get('max_length') as { value: number }).value : undefined;
  const mode = context.str(args.get('label_mode'));
  const labelOf = (label: number): Value => {
    if (mode === 'binary') return tensor('tensorflow', 'float32', [1], Float32Array.of(label));
    if (mode === 'categorical') {
      const row = new Float32Array(classes ?? 0);
      row[label] = 1;
      return tensor('tensorflow', 'float32', [row.length], row);
    }
    return tensor('tensorflow', 'int32', [], Int32Array.of(label));
  };
  const textOf = (file: string): Value => {
    const bytes = whole(file, context);
    return textTensor([decode(bytes.subarray(0, longest ?? bytes.length), str('utf-8'), str('strict'), context)], []);
  };
  return new Pipeline(
    () => {
      let at = 0;
      return () => {
        const sample = samples[at];
        at += 1;
        if (!sample) return undefined;
        return classes === undefined ? textOf(sample.file) : tuple([textOf(sample.file), labelOf(sample.label)]);
      };
    },
    samples.length,
    () => {
      const text = elementTensor('string', []);
      const label = labelOf(0);
      return classes === undefined || label.kind !== 'tensor'
        ? text
        : tuple([text, elementTensor(label.dtype, label.shape)]);
    },
  );
}

function whole(file: string, context: Context): Uint8Array {
  try {
    return context.host.readFile(file) ?? new Uint8Array();
  } catch (error) {
    if (error instanceof HostError) return context.raise(error.type, error.message);
    throw error;
  }
}

function classesOf(folder: string, given: Value, context: Context): readonly string[] {
  const found = entries(folder, context).filter(
    (entry) => !entry.startsWith('.') && context.host.fileKind(`${folder}/${entry}`) === 'folder',
  );
  if (given.kind === 'none') return found;
  const names = (context.elements(given) ?? []).map((each) => context.str(each) ?? '');
  if (names.every((each) => found.includes(each))) return names;
  return context.raise(
    'ValueError',
    `The \`class_names\` passed did not match the names of the subdirectories of the target directory. Expected: ${context.repr(list(found.map(str)))} (or a subset of it), but received: class_names=${context.repr(given)}`,
  );
}

/** The text files in a folder and in those below it, folder by folder in Keras's order. */
function filesBelow(folder: string, context: Context): readonly string[] {
  const folders = [folder];
  for (const each of folders)
    for (const entry of entries(each, context))
      if (context.host.fileKind(`${each}/${entry}`) === 'folder') folders.push(`${each}/${entry}`);
  return folders.sort(byCodePoints).flatMap((each) =>
    entries(each, context)
      .filter((entry) => entry.toLowerCase().endsWith('.txt'))
      .map((entry) => `${each}/${entry}`),
  );
}

function entries(folder: string, context: Context): readonly string[] {
  try {
    return [...(context.host.listFolder(folder) ?? [])].sort(byCodePoints);
  } catch (error) {
    if (error instanceof HostError) return context.raise(error.type, error.message);
    throw error;
  }
}

/** As Python sorts strings. */
function byCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function checkSplit(
  share: number,
  subset: string | undefined,
  shuffles: boolean,
  args: Arguments,
  context: Context,
): void {
  if (share !== 0 && !(share > 0 && share < 1))
    context.raise('ValueError', `\`validation_split\` must be between 0 and 1, received: ${share}`);
  if ((share > 0 || subset !== undefined) && !(share > 0 && subset !== undefined))
    context.raise('ValueError', 'If `subset` is set, `validation_split` must be set, and inversely.');
  if (subset !== undefined && !['training', 'validation', 'both'].includes(subset))
    context.raise('ValueError', `\`subset\` must be either "training", "validation" or "both", received: ${subset}`);
  if (share > 0 && shuffles && args.get('seed').kind === 'none')
    context.raise(
      'ValueError',
      'If using `validation_split` and shuffling the data, you must provide a `seed` argument, to make sure that there is no overlap between the training and validation subset.',
    );
}
