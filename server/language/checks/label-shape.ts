import type { Fix } from '../recorder.js';
import { formatDim } from '../tensor/dim.js';
import { type Check, shapeOf, shown, sourceAt, textOf } from './check.js';

/** Labels that do not fit the output and the loss. */
export const labelShape: Check = {
  rule: 'label-shape',
  severity: 'error',
  message(fault, text) {
    const y = sourceAt(fault.details['range'], text) ?? 'y';
    const layer = sourceAt(fault.details['layerRange'], text) ?? textOf(fault, 'layer') ?? 'the model';
    const dtype = textOf(fault, 'dtype') ?? '';
    const integers = /int/.test(dtype);
    const head = `\`${layer}\` gives ${shown(fault, 'output')} but \`${y}\` is ${shown(fault, 'received')}${integers ? ' with integer labels' : ''}`;
    const loss = textOf(fault, 'loss');
    const last = shapeOf(fault, 'output')?.at(-1);
    if (loss === 'categorical_crossentropy') {
      return `${head}: use \`sparse_categorical_crossentropy\`, or one-hot the labels with \`to_categorical\`.`;
    }
    if (loss === 'sparse_categorical_crossentropy') {
      return `${head}, while \`${loss}\` takes one class number a sample: use \`categorical_crossentropy\` for one-hot labels.`;
    }
    const classes = last === undefined ? '' : ` with ${formatDim(last)} outputs`;
    return `${head}, while \`${loss}\` compares value by value: give the labels the shape of the output, or the last layer${classes} as many outputs as the labels have.`;
  },
  fixes(fault, text): readonly Fix[] {
    const loss = textOf(fault, 'loss');
    const other =
      loss === 'categorical_crossentropy'
        ? 'sparse_categorical_crossentropy'
        : loss === 'sparse_categorical_crossentropy'
          ? 'categorical_crossentropy'
          : undefined;
    const matches = other ? [...text.matchAll(new RegExp(`(['"])${loss}\\1`, 'g'))] : [];
    const only = matches.length === 1 ? matches[0] : undefined;
    if (!only || !other) return [];
    const quote = only[1] as string;
    return [
      {
        title: `Use ${other}`,
        edits: [{ start: only.index, end: only.index + only[0].length, text: `${quote}${other}${quote}` }],
      },
    ];
  },
};
