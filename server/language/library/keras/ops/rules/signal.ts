import { add, type Dim, floorDivide, multiply, subtract } from '../../../../tensor/dim.js';
import { tuple } from '../../../../values/value.js';
import { NotKnown } from '../../../numpy/arguments.js';
import type { OpCall, Rule } from '../call.js';
import { floating, floatx, outcome } from '../operand.js';

/** The real and the imaginary part, which have one shape. */
function parts(call: OpCall) {
  const [real, imaginary] = call.tensors('x');
  if (!real || !imaginary) throw new NotKnown('a spectrum that is not known');
  return [real, imaginary] as const;
}

/** `fft((real, imaginary))` and its like: as many frequencies as there were values. */
export const spectrum: Rule = (call) => tuple(parts(call).map(({ shape, dtype }) => outcome(floating(dtype), shape)));

/** `irfft((real, imaginary), fft_length)`. */
export const realOfSpectrum: Rule = (call) => {
  const [{ shape, dtype }] = parts(call);
  const last = shape?.at(-1);
  if (!shape || last === undefined) return outcome(floating(dtype), undefined);
  const length = call.has('fft_length') ? call.dim('fft_length') : multiply(subtract(last, 1), 2);
  return outcome(floating(dtype), [...shape.slice(0, -1), length]);
};

const windows = (length: Dim, window: Dim, stride: Dim): Dim => add(floorDivide(subtract(length, window), stride), 1);

/** `extract_sequences(x, sequence_length, sequence_stride)`: windows along the last axis. */
export const sequences: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const last = shape?.at(-1);
  if (!shape || last === undefined) return outcome(dtype, undefined);
  const size = call.dim('sequence_length');
  return outcome(dtype, [...shape.slice(0, -1), windows(last, size, call.dim('sequence_stride')), size]);
};

/** `stft(x, sequence_length, sequence_stride, fft_length)`: the spectrum of each window, real and imaginary. */
export const stft: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const last = shape?.at(-1);
  const size = call.dim('fft_length');
  const half = floorDivide(size, 2);
  const spectra =
    shape && last !== undefined
      ? [
          ...shape.slice(0, -1),
          windows(call.bool('center') ? add(last, multiply(half, 2)) : last, size, call.dim('sequence_stride')),
          add(half, 1),
        ]
      : undefined;
  const part = outcome(floating(dtype) ?? floatx, spectra);
  return tuple([part, part]);
};
