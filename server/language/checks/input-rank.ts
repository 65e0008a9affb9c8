import type { Fix } from '../recorder.js';
import { type Check, layerText, shapeOf, shown, textOf } from './check.js';

/** A layer needs more, or fewer, axes than its input has. */
export const inputRank: Check = {
  rule: 'input-rank',
  severity: 'error',
  message(fault, text) {
    const got = shapeOf(fault, 'received');
    const expected = textOf(fault, 'expected');
    const rank = fault.details['rank'];
    const head = expected
      ? `${layerText(fault, text)} needs an input of ${expected}, but gets ${shown(fault, 'received')}, which has ${got?.length ?? '?'}.`
      : `${layerText(fault, text)}: ${textOf(fault, 'message') ?? 'the input has the wrong number of dimensions'}.`;
    if (rank === 4 && got)
      return `${head} Images are (batch, height, width, channels): ${got.length < 4 ? 'add the missing axis, for instance with Reshape' : 'take away an axis'}.`;
    if (rank === 2 && got?.length === 1) return `${head} Give each sample at least one value: \`Input(shape=(1,))\`.`;
    return head;
  },
  fixes(fault, text): readonly Fix[] {
    const got = shapeOf(fault, 'received');
    if (
      fault.details['rank'] !== 4 ||
      got?.length !== 3 ||
      !text.slice(fault.range.start, fault.range.end).includes('input_shape')
    )
      return [];
    const source = text.slice(fault.range.start, fault.range.end);
    const match = /input_shape\s*=\s*\(\s*(\d+)\s*,\s*(\d+)\s*,?\s*\)/.exec(source);
    if (!match) return [];
    const start = fault.range.start + match.index;
    return [
      {
        title: `Give the images one channel: (${match[1]}, ${match[2]}, 1)`,
        edits: [{ start, end: start + match[0].length, text: `input_shape=(${match[1]}, ${match[2]}, 1)` }],
      },
    ];
  },
};
