import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { fileNames, matchingFiles } from '../file-functions.js';
import { textTensor } from '../text-tensor.js';
import { inRandomOrder } from './batching.js';
import type { Pipeline } from './pipeline.js';
import { whole } from './run-kit.js';
import { listed } from './windows.js';

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
