import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, none, str, type Value } from '../../../values/value.js';
import { LegacyGenerator } from '../../numpy/random/legacy.js';
import { sharedStream } from '../../numpy/random/legacy-functions.js';
import { pathText } from '../../python/modules/path-text.js';
import { joinPaths } from '../../python/modules/posix-path.js';
import { comparePoints } from '../../python/sorting.js';
import { whole } from '../../tensorflow/data/run-kit.js';
import { numberOf } from '../training-arguments.js';

/** A file with the number of its class, 0 where there are no classes. */
export interface LabelledFile {
  readonly file: string;
  readonly label: number;
}

/** What Keras finds in a folder and how it is to be gone through. */
export interface LabelledFiles {
  readonly files: readonly LabelledFile[];
  /** Undefined without labels. */
  readonly classes: readonly string[] | undefined;
  readonly shuffles: boolean;
  /** Given, or drawn as Keras draws it. */
  readonly seed: number;
}

/** The files with these endings in folders, one a class, in Keras's order or shuffled by it. On numbers. */
export function labelledFiles(
  args: Arguments,
  endings: readonly string[],
  name: string,
  context: Context,
): LabelledFiles {
  const folder = pathText(args.get('directory'), context) ?? context.unknown('the folder is not known', name);
  if (typeof folder !== 'string') return { files: [], classes: undefined, shuffles: false, seed: 0 };
  const own = ownLabels(args, context);
  const mode = labelMode(args, context);
  const isLabelled = args.get('labels').kind !== 'none' && mode !== undefined;
  if (args.get('format').kind === 'str' && context.str(args.get('format')) !== 'tf')
    context.unknown("only format='tf' is supported", name);
  const shuffles = context.truth(args.get('shuffle')) === true;
  checkSplit(args, shuffles, context);
  const seed = args.get('seed').kind === 'none' ? sharedStream(context).below(999_999) : whole(args, 'seed', context);
  const isInferred = isLabelled && !own;
  const given = args.get('class_names');
  if (!isInferred && given.kind !== 'none')
    context.raise('ValueError', 'When `labels=None` (no labels), argument `class_names` cannot be specified.');
  const folders = isInferred ? classesOf(folder, given, context) : [''];
  const follows = context.truth(args.get('follow_links')) === true;
  const found = folders.flatMap((each, label) =>
    filesBelow(joinPaths(folder, each), endings, follows, context).map((file): LabelledFile => ({ file, label })),
  );
  if (isLabelled && own && own.length !== found.length)
    context.raise(
      'ValueError',
      `Expected the lengths of \`labels\` to match the number of files in the target directory. len(labels) is ${own.length} while we found ${found.length} files in directory ${folder}.`,
    );
  const files = isLabelled && own ? found.map(({ file }, at) => ({ file, label: own[at] as number })) : found;
  const classes = isInferred ? folders : isLabelled ? distinct(own ?? []) : undefined;
  if (context.truth(args.get('verbose')) !== false)
    context.host.print(
      classes
        ? `Found ${files.length} files belonging to ${classes.length} classes.\n`
        : `Found ${files.length} files.\n`,
    );
  if (mode === 'binary' && classes && classes.length !== 2)
    context.raise(
      'ValueError',
      `When passing \`label_mode="binary"\`, there must be exactly 2 class_names. Received: class_names=${context.repr(list(classes.map(str)))}`,
    );
  const order = shuffles ? new LegacyGenerator(seed).permutation(files.length) : undefined;
  const ordered = order ? Array.from(order, (at) => files[at] as LabelledFile) : files;
  return { files: ordered, classes, shuffles, seed };
}

/** The files that a subset takes: the last share is for validation. Tells how many they are, as Keras does. */
export function subsetOf(
  files: readonly LabelledFile[],
  share: number,
  subset: 'training' | 'validation',
  context: Context,
): readonly LabelledFile[] {
  const judged = Math.trunc(share * files.length);
  const count = subset === 'training' ? files.length - judged : judged;
  context.host.print(`Using ${count} files for ${subset}.\n`);
  // Keras's slices end and begin at -0: of too few files training has none, and validation all.
  if (judged === 0) return subset === 'training' ? [] : files;
  return subset === 'training' ? files.slice(0, -judged) : files.slice(-judged);
}

/** `label_mode=`; undefined: None. */
export function labelMode(args: Arguments, context: Context): 'int' | 'categorical' | 'binary' | undefined {
  const mode = args.get('label_mode');
  if (mode.kind === 'none') return undefined;
  if (mode.kind === 'str' && (mode.value === 'int' || mode.value === 'categorical' || mode.value === 'binary'))
    return mode.value;
  return context.raise(
    'ValueError',
    `\`label_mode\` argument must be one of "int", "categorical", "binary", or None. Received: label_mode=${context.str(mode) ?? '?'}`,
  );
}

/** The numbers of `labels=[…]`; undefined for 'inferred' and None. */
function ownLabels(args: Arguments, context: Context): readonly number[] | undefined {
  const labels = args.get('labels');
  if (labels.kind === 'none' || (labels.kind === 'str' && labels.value === 'inferred')) return undefined;
  if (labels.kind !== 'list' && labels.kind !== 'tuple')
    return context.raise(
      'ValueError',
      `\`labels\` argument should be a list/tuple of integer labels, of the same size as the number of files in the target directory. If you wish to infer the labels from the subdirectory names in the target directory, pass \`labels="inferred"\`. If you wish to get a dataset without labels, pass \`labels=None\`. Received: labels=${context.str(labels) ?? '?'}`,
    );
  if (args.get('class_names').kind !== 'none')
    context.raise(
      'ValueError',
      `You can only pass \`class_names\` if \`labels="inferred"\`. Received: labels=${context.str(labels) ?? '?'}, and class_names=${context.str(args.get('class_names')) ?? '?'}`,
    );
  return (context.elements(labels) ?? []).map((each) => {
    const plain = each.kind === 'tensor' && each.data?.length === 1 ? Number(each.data[0]) : undefined;
    if (each.kind === 'int') return each.value;
    if (plain !== undefined && Number.isInteger(plain)) return plain;
    context.unknown('only whole numbers are supported', 'labels=');
    return 0;
  });
}

const distinct = (labels: readonly number[]) => [...new Set(labels)].sort((a, b) => a - b).map(String);

function classesOf(folder: string, given: Value, context: Context): readonly string[] {
  const found = entries(folder, context).filter(
    (entry) => !entry.startsWith('.') && context.host.fileKind(joinPaths(folder, entry)) === 'folder',
  );
  if (given.kind === 'none') return found;
  const names = (context.elements(given) ?? []).map((each) => (each.kind === 'str' ? each.value : undefined));
  if (names.every((each) => each !== undefined && found.includes(each))) return names as string[];
  return context.raise(
    'ValueError',
    `The \`class_names\` passed did not match the names of the subdirectories of the target directory. Expected: ${context.repr(list(found.map(str)))} (or a subset of it), but received: class_names=${context.repr(given)}`,
  );
}

/** The files in a folder and in those below it, folder by folder in Keras's order. */
export function filesBelow(
  top: string,
  endings: readonly string[],
  followsLinks: boolean,
  context: Context,
): readonly string[] {
  const { host } = context;
  const files = new Map<string, readonly string[]>();
  const folders = [top];
  for (const folder of folders) {
    const own: string[] = [];
    for (const entry of entries(folder, context)) {
      const place = joinPaths(folder, entry);
      if (host.fileKind(place) !== 'folder') {
        if (endings.some((ending) => entry.toLowerCase().endsWith(ending))) own.push(place);
      } else if (followsLinks || !host.isLink?.(place)) folders.push(place);
    }
    files.set(folder, own);
  }
  return folders.sort(comparePoints).flatMap((folder) => files.get(folder) ?? []);
}

/** What is in a folder, as Python sorts it. */
export function entries(folder: string, context: Context): readonly string[] {
  return [...(context.host.listFolder(folder) ?? [])].sort(comparePoints);
}

function checkSplit(args: Arguments, shuffles: boolean, context: Context): void {
  const share = numberOf(args, 'validation_split') ?? 0;
  const given = args.get('subset');
  const subset = given.kind === 'none' ? undefined : (context.str(given) ?? '?');
  if (share !== 0 && !(share > 0 && share < 1))
    context.raise('ValueError', `\`validation_split\` must be between 0 and 1, received: ${share}`);
  if ((share > 0 || subset) && !(share > 0 && subset))
    context.raise('ValueError', 'If `subset` is set, `validation_split` must be set, and inversely.');
  if (subset && !['training', 'validation', 'both'].includes(subset))
    context.raise('ValueError', `\`subset\` must be either "training", "validation" or "both", received: ${subset}`);
  if (share > 0 && shuffles && args.get('seed').kind === 'none')
    context.raise(
      'ValueError',
      'If using `validation_split` and shuffling the data, you must provide a `seed` argument, to make sure that there is no overlap between the training and validation subset.',
    );
}

/** `class_names` of a dataset. */
export const classNamesValue = (classes: readonly string[] | undefined): Value =>
  classes ? list(classes.map(str)) : none;
