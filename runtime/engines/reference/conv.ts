import type { Attributes } from '../../../server/language/tensor/graph.js';
import { int, ints, string } from '../../../server/language/tensor/operators/attributes.js';
import { transposedSizes } from '../../../server/language/tensor/operators/conv-transpose.js';
import type { Kernels } from './kernel.js';
import { given, numbers, sizeOf, tensorOf } from './tensors.js';
import { type Moves, movesOf, visitWindow } from './windows.js';

export const convolutions: Kernels = {
  Conv(inputs, attributes) {
    const [x, w, bias] = [given(inputs, 0), given(inputs, 1), inputs[2]];
    const [samples, channels, ...spatial] = x.shape as [number, number, ...number[]];
    const [filters, depth, ...kernel] = w.shape as [number, number, ...number[]];
    const moves = movesOf(spatial, kernel, attributes);
    const filtersPerGroup = filters / (int(attributes, 'group') ?? 1);
    const [inputSize, outputSize, taps] = [sizeOf(spatial), sizeOf(moves.output), sizeOf(kernel)];
    const [p, q, b] = [numbers(x), numbers(w), bias && numbers(bias)];
    const result = new Float64Array(samples * filters * outputSize);
    for (let out = 0; out < outputSize; out += 1) {
      visitWindow(moves, out, (position, tap) => {
        if (position < 0) return;
        for (let n = 0; n < samples; n += 1) {
          for (let m = 0; m < filters; m += 1) {
            const first = Math.floor(m / filtersPerGroup) * depth;
            let sum = 0;
            for (let c = 0; c < depth; c += 1)
              sum +=
                (p[(n * channels + first + c) * inputSize + position] as number) *
                (q[(m * depth + c) * taps + tap] as number);
            const at = (n * filters + m) * outputSize + out;
            result[at] = (result[at] as number) + sum;
          }
        }
      });
    }
    if (b)
      for (let i = 0; i < result.length; i += 1)
        result[i] = (result[i] as number) + (b[Math.floor(i / outputSize) % filters] as number);
    return [tensorOf(x.dtype, [samples, filters, ...moves.output], result)];
  },

  /** Each input element spreads over the window that a convolution would have made it from. */
  ConvTranspose(inputs, attributes) {
    const [x, w, bias] = [given(inputs, 0), given(inputs, 1), inputs[2]];
    const [samples, channels, ...spatial] = x.shape as [number, number, ...number[]];
    const [, depth, ...kernel] = w.shape as [number, number, ...number[]];
    const groups = int(attributes, 'group') ?? 1;
    const filters = depth * groups;
    const channelsPerGroup = channels / groups;
    const output = transposedSizes(spatial, kernel, attributes) as number[];
    const moves = spreading(spatial, output, kernel, attributes);
    const [inputSize, outputSize, taps] = [sizeOf(spatial), sizeOf(output), sizeOf(kernel)];
    const [p, q, b] = [numbers(x), numbers(w), bias && numbers(bias)];
    const result = new Float64Array(samples * filters * outputSize);
    for (let from = 0; from < inputSize; from += 1) {
      visitWindow(moves, from, (position, tap) => {
        if (position < 0) return;
        for (let n = 0; n < samples; n += 1) {
          for (let c = 0; c < channels; c += 1) {
            const first = Math.floor(c / channelsPerGroup) * depth;
            for (let m = 0; m < depth; m += 1) {
              const at = (n * filters + first + m) * outputSize + position;
              result[at] =
                (result[at] as number) +
                (p[(n * channels + c) * inputSize + from] as number) * (q[(c * depth + m) * taps + tap] as number);
            }
          }
        }
      });
    }
    if (b)
      for (let i = 0; i < result.length; i += 1)
        result[i] = (result[i] as number) + (b[Math.floor(i / outputSize) % filters] as number);
    return [tensorOf(x.dtype, [samples, filters, ...output], result)];
  },
};

/** The moves of the convolution that leads from the result back to the input. */
function spreading(
  input: readonly number[],
  output: readonly number[],
  kernel: readonly number[],
  attributes: Attributes,
): Moves {
  const strides = ints(attributes, 'strides') ?? kernel.map(() => 1);
  const dilations = ints(attributes, 'dilations') ?? kernel.map(() => 1);
  const pads = ints(attributes, 'pads') ?? [];
  const extra = ints(attributes, 'output_padding') ?? [];
  const automatic = string(attributes, 'auto_pad') ?? 'NOTSET';
  const before = kernel.map((size, axis) => {
    if (automatic === 'NOTSET' && !attributes['output_shape']) return pads[axis] ?? 0;
    if (automatic === 'VALID') return 0;
    const covered =
      ((input[axis] as number) - 1) * (strides[axis] as number) +
      (size - 1) * (dilations[axis] as number) +
      1 +
      (extra[axis] ?? 0);
    const total = covered - (output[axis] as number);
    // As ONNX words it: only SAME_UPPER puts the smaller half first.
    return automatic === 'SAME_UPPER' ? Math.floor(total / 2) : total - Math.floor(total / 2);
  });
  return { spatial: output, output: input, kernel, strides, dilations, before, after: kernel.map(() => Infinity) };
}
