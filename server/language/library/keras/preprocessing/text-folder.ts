import { HostError } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { str, type Value } from '../../../values/value.js';
import { decode } from '../../python/text-encoding.js';
import { elementTensor } from '../../tensorflow/data/dataset.js';
import { whole } from '../../tensorflow/data/run-kit.js';
import { textTensor } from '../../tensorflow/text-tensor.js';
import { datasetOfFolder } from './folder-dataset.js';

/** The texts of files in folders, one a class, as `text_dataset_from_directory` gives them on numbers. */
export function textsInFolder(args: Arguments, context: Context): Value {
  const longest = args.get('max_length').kind === 'none' ? undefined : whole(args, 'max_length', context);
  return datasetOfFolder(
    'keras.utils.text_dataset_from_directory',
    {
      endings: ['.txt'],
      kind: 'text files',
      allowed: 'Allowed format: .txt',
      sample: elementTensor('string', []),
      hasPaths: false,
      read(file) {
        const bytes = fileBytes(file, context);
        const text = decode(bytes.subarray(0, longest ?? bytes.length), str('utf-8'), str('strict'), context);
        return textTensor([text], []);
      },
    },
    args,
    context,
  );
}

/** A file's bytes; raises as Python does where it cannot be read. */
export function fileBytes(file: string, context: Context): Uint8Array {
  try {
    return context.host.readFile(file) ?? new Uint8Array();
  } catch (error) {
    if (error instanceof HostError) return context.raise(error.type, error.message);
    throw error;
  }
}
