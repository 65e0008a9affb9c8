import { HostError } from '../../host.js';
import type { Context } from '../../values/context.js';
import type { NativeModule } from '../../values/native-module.js';
import { bool, list, none, str, type Value } from '../../values/value.js';
import { globbed } from '../python/modules/glob-walk.js';
import { pathText } from '../python/modules/path-text.js';
import { joinPaths } from '../python/modules/posix-path.js';
import { comparePoints } from '../python/sorting.js';
import type { Members } from './eager-function.js';
import { bytesGiven, byteTensor, textsGiven, textTensor } from './text-tensor.js';
import { onNumbers } from './texts/functions.js';

/** Does something with a file; raises TensorFlow's error, with the file's name, where the machine refuses. */
export function onFile<Result>(file: string, context: Context, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const type =
      error.type === 'FileNotFoundError'
        ? 'NotFoundError'
        : error.type === 'PermissionError'
          ? 'PermissionDeniedError'
          : error.type === 'IsADirectoryError'
            ? 'FailedPreconditionError'
            : 'UnknownError';
    const why = error.type === 'FileNotFoundError' ? 'No such file or directory' : error.message;
    return context.raise(type, `${file}; ${why}`);
  }
}

/** The name of one file: text, a path, or a tensor of one string. */
export function fileName(value: Value, context: Context): string | undefined {
  const found = textsGiven(value);
  return found ? (found.texts.length === 1 ? found.texts[0] : undefined) : pathText(value, context);
}

/** The names of one or several files. */
export function fileNames(value: Value, context: Context): readonly string[] | undefined {
  const found = textsGiven(value)?.texts;
  if (found) return found;
  if (value.kind !== 'list' && value.kind !== 'tuple') {
    const one = pathText(value, context);
    return one === undefined ? undefined : [one];
  }
  const all = value.elements.map((each) => fileName(each, context));
  return all.every((each) => each !== undefined) ? all : undefined;
}

/** The files and folders of a pattern in the order of their names; hidden ones are found as others are. */
export function matchingFiles(pattern: string, context: Context): readonly string[] {
  const found = onFile(pattern, context, () => globbed('', pattern, { hidden: true, deep: 'no' }, context.host));
  return [...(found ?? [])].sort(comparePoints);
}

const readFile = onNumbers('tf.io.read_file', 'filename, name=None', (args, context) => {
  const file = fileName(args.get('filename'), context);
  if (file === undefined) return context.unknown('a file name that is not known', 'tf.io.read_file');
  const bytes = onFile(file, context, () => context.host.readFile(file));
  return bytes ? byteTensor([bytes], [], file) : context.unknown('files are not read here', file);
});

const writeFile = onNumbers('tf.io.write_file', 'filename, contents, name=None', (args, context) => {
  const file = fileName(args.get('filename'), context);
  const contents = bytesGiven(args.get('contents'))?.bytes[0];
  if (file === undefined || !contents) return context.unknown('what is written is not known', 'tf.io.write_file');
  onFile(file, context, () => {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    if (folder) context.host.makeFolder?.(folder);
    context.host.writeFile(file, contents);
  });
  return none;
});

const matching = onNumbers('tf.io.matching_files', 'pattern, name=None', (args, context) => {
  const patterns = fileNames(args.get('pattern'), context);
  if (!patterns) return context.unknown('a pattern that is not known', 'tf.io.matching_files');
  const found = patterns.flatMap((pattern) => matchingFiles(pattern, context)).sort(comparePoints);
  return textTensor(found, [found.length]);
});

/** `tf.io.read_file` and its like on numbers. */
export const fileMembers: Members = Object.fromEntries([readFile, writeFile, matching]);

function shapesOnly(name: string, signature: string, call: (file: string, context: Context) => Value): Value {
  const [first] = signature.split(/[,=]/);
  const [, made] = onNumbers(name, signature, (args, context) => {
    const file = fileName(args.get(first as string), context);
    return file === undefined ? context.unknown('a file name that is not known', name) : call(file, context);
  });
  return { ...made, function: { ...made.function, shapesOnly: true } };
}

/** `tf.io.gfile`: files as Python's `os` and `glob` have them. */
export const fileModules: readonly NativeModule[] = ['tensorflow.io.gfile', 'tensorflow.gfile'].map((name) => {
  const prefix = name.replace('tensorflow', 'tf');
  return {
    name,
    members: {
      glob: shapesOnly(`${prefix}.glob`, 'pattern', (pattern, context) =>
        list(matchingFiles(pattern, context).map(str)),
      ),
      exists: shapesOnly(`${prefix}.exists`, 'path', (path, { host }) => bool(host.fileKind(path) !== null)),
      isdir: shapesOnly(`${prefix}.isdir`, 'path', (path, { host }) => bool(host.fileKind(path) === 'folder')),
      listdir: shapesOnly(`${prefix}.listdir`, 'path', (path, context) =>
        list((onFile(path, context, () => context.host.listFolder(path)) ?? []).map(str)),
      ),
      makedirs: shapesOnly(`${prefix}.makedirs`, 'path', (path, context) => {
        onFile(path, context, () => context.host.makeFolder?.(path));
        return none;
      }),
      join: {
        kind: 'native',
        function: {
          name: `${prefix}.join`,
          signature: 'path, *paths',
          shapesOnly: true,
          call: (args, context) => {
            const all = [args.get('path'), ...args.rest].map((each) => pathText(each, context));
            return all.every((each) => each !== undefined)
              ? str(all.reduce((path, each) => joinPaths(path, each)))
              : context.unknown('a path that is not known', `${prefix}.join`);
          },
        },
      },
    },
  };
});
