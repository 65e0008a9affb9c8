import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, tensor, type Value } from '../../../values/value.js';
import { intOf } from '../../numpy/arguments.js';
import { fileName, fileNames, matchingFiles } from '../file-functions.js';
import { checksum, head, tail } from '../records/record.js';
import { byteTensor, textTensor } from '../text-tensor.js';
import { inRandomOrder } from './batching.js';
import { compressionOf, FileBytes } from './file-bytes.js';
import { type Next, Pipeline, pipelineOf } from './pipeline.js';
import { chained, whole } from './run-kit.js';
import { interleaved, listed } from './windows.js';

/** `Dataset.list_files(…)`: the files of a pattern or several, in the order of their names or in another each time. */
export function listedFiles(args: Arguments, context: Context): Pipeline | undefined {
  const patterns = fileNames(args.get('file_pattern'), context);
  if (!patterns) return undefined;
  const found = [...new Set(patterns)].flatMap((pattern) => matchingFiles(pattern, context));
  if (found.length === 0) context.raise('InvalidArgumentError', `No files matched pattern: ${patterns.join(', ')}`);
  const files = listed(found.map((file) => textTensor([file], [])));
  if (context.truth(args.get('shuffle')) === false && args.get('shuffle').kind !== 'none') return files;
  const seed = args.get('seed').kind === 'none' ? undefined : whole(args, 'seed', context);
  return inRandomOrder(files, found.length, seed, true, context);
}

const spec = (): Value => tensor('tensorflow', 'string', []);

/** What `read` finds in files, one file after the other or several in turns. */
export function ofFiles(
  args: Arguments,
  context: Context,
  read: (bytes: FileBytes) => Next,
  element: () => Value = spec,
): Pipeline | undefined {
  const given = args.get('filenames');
  const dataset = pipelineOf(given);
  const names = dataset ? undefined : fileNames(given, context);
  if (!dataset && !names) return undefined;
  const compression = compressionOf(args.get('compression_type'), context);
  const opened = (file: string): Next => {
    let next: Next | undefined;
    // The file is opened when its first element is asked for.
    return () => {
      next ??= read(new FileBytes(file, compression, context));
      return next();
    };
  };
  const files = (): (() => string | undefined) => {
    if (dataset) {
      const next = dataset.open();
      return () => {
        const element = next();
        return (
          element &&
          (fileName(element, context) ?? String(context.unknown('a file name that is not known', 'filenames=')))
        );
      };
    }
    let at = 0;
    return () => names?.[at++];
  };
  const parallel: Value = args.given('num_parallel_reads') ? args.get('num_parallel_reads') : none;
  // How many are read at once where TensorFlow may choose is its machine's affair: here one after the other.
  const cycle = parallel.kind === 'none' ? 1 : Math.max(1, intOf(parallel, context));
  return new Pipeline(
    () => {
      const next = files();
      const open = () => {
        const file = next();
        return file === undefined ? undefined : opened(file);
      };
      return cycle > 1 ? interleaved(open, cycle, 1) : chained(open);
    },
    undefined,
    element,
  );
}

/** The records of a TFRecord file; raises for one that is damaged. */
export function recordsOf(bytes: FileBytes, context: Context): Next {
  let at = 0;
  const refuse = (what: string): never => context.raise('DataLossError', `${what} record at ${at} in ${bytes.file}`);
  return () => {
    if (at >= bytes.size) return undefined;
    const start = bytes.at(at, head);
    if (start.length < head) return refuse('truncated');
    const view = new DataView(start.buffer, start.byteOffset, head);
    if (checksum(start.subarray(0, 8)) !== view.getUint32(8, true)) return refuse('corrupted');
    const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
    if (at + head + length + tail > bytes.size) return refuse('truncated');
    const rest = bytes.at(at + head, length + tail);
    if (rest.length < length + tail) return refuse('truncated');
    const content = rest.subarray(0, length);
    const told = new DataView(rest.buffer, rest.byteOffset + length, tail).getUint32(0, true);
    if (checksum(content) !== told) return refuse('corrupted');
    at += head + length + tail;
    return byteTensor([content], []);
  };
}

/** The lines of a file without what ends them. */
export function linesOf(bytes: FileBytes): () => Uint8Array | undefined {
  let at = 0;
  const step = 2 ** 13;
  return () => {
    if (at >= bytes.size) return undefined;
    for (let length = step; ; length *= 2) {
      const found = bytes.at(at, length);
      const end = found.indexOf(10);
      if (end < 0 && found.length === length) continue;
      const line = end < 0 ? found : found.subarray(0, end);
      at += end < 0 ? found.length : end + 1;
      return line[line.length - 1] === 13 ? line.subarray(0, -1) : line;
    }
  };
}

export function textLines(bytes: FileBytes): Next {
  const next = linesOf(bytes);
  return () => {
    const line = next();
    return line && byteTensor([line], []);
  };
}

/** Records of one length, between what stands at a file's start and end. */
export function fixedRecords(args: Arguments, context: Context): (bytes: FileBytes) => Next {
  const count = (name: string) => (args.get(name).kind === 'none' ? 0 : whole(args, name, context));
  const [size, before, after] = [count('record_bytes'), count('header_bytes'), count('footer_bytes')];
  if (size < 1) context.raise('InvalidArgumentError', `record_bytes must be greater than zero.`);
  return (bytes) => {
    const end = bytes.size - after;
    if (end < before || (end - before) % size !== 0)
      context.raise(
        'InvalidArgumentError',
        `Excluding the header (${before} bytes) and footer (${after} bytes), input file "${bytes.file}" has body length ${end - before} bytes, which is not an exact multiple of the record length (${size} bytes).`,
      );
    let at = before;
    return () => {
      if (at >= end) return undefined;
      at += size;
      return byteTensor([bytes.at(at - size, size).slice()], []);
    };
  };
}
