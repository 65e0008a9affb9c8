import { int } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernel, Kernels } from './kernel.js';
import { axisFromFront, given, numbers, parted, sizeOf, tensorOf } from './tensors.js';

export const softmax: Kernels = {
  Softmax: alongAxis((row) => {
    const powers = shifted(row).map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  }),
  LogSoftmax: alongAxis((row) => {
    const values = shifted(row);
    const logTotal = Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
    return values.map((value) => value - logTotal);
  }),
  Hardmax: alongAxis((row) => {
    const best = row.indexOf(row.reduce((most, value) => Math.max(most, value)));
    return row.map((_, i) => Number(i === best));
  }),
};

/** Less the largest, so that no exponential overflows: the result is the same. */
function shifted(row: readonly number[]): number[] {
  const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return row.map((value) => value - most);
}

function alongAxis(compute: (row: readonly number[]) => readonly number[]): Kernel {
  return (inputs, attributes) => {
    const x = given(inputs, 0);
    const values = numbers(x);
    const [outer, along, inner] = parted(x.shape, axisFromFront(int(attributes, 'axis') ?? -1, x.shape.length));
    const results = new Float64Array(sizeOf(x.shape));
    for (let o = 0; o < outer; o += 1) {
      for (let i = 0; i < inner; i += 1) {
        const at = (k: number) => (o * along + k) * inner + i;
        compute(Array.from({ length: along }, (_, k) => values[at(k)] as number)).forEach((value, k) => {
          results[at(k)] = value;
        });
      }
    }
    return [tensorOf(x.dtype, x.shape, results)];
  };
}
