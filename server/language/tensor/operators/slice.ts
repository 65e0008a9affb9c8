import { anonymous, type Dim, isKnown, same, subtract } from '../dim.js';
import { ShapeError } from '../shape-error.js';
import { axisFromFront, elementsOf, numbersOf, required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Inputs: data, starts, ends, axes (all from the first where left out), steps (1 where left out); as Python slices. */
export const slice: Operator = {
  name: 'Slice',
  infer(inputs) {
    const x = required(inputs, 0, 'Slice');
    if (!x.shape) return [result(x.dtype, undefined)];
    const starts = elementsOf(inputs[1]);
    const ends = elementsOf(inputs[2]);
    const axes = inputs[3] ? numbersOf(inputs[3]) : x.shape.map((_, axis) => axis).slice(0, starts?.length);
    if (!axes)
      return [
        result(
          x.dtype,
          Array.from(x.shape, () => anonymous()),
        ),
      ];
    const steps = inputs[4] ? numbersOf(inputs[4]) : axes.map(() => 1);
    const shape: Dim[] = [...x.shape];
    axes.forEach((each, i) => {
      const axis = axisFromFront(each, shape.length, 'Slice', x.shape);
      const [start, end, step] = [starts?.[i], ends?.[i], steps?.[i]];
      shape[axis] =
        start === undefined || end === undefined || step === undefined
          ? anonymous()
          : sliceDim(shape[axis] as Dim, start, end, step);
    });
    const [from] = numbersOf(inputs[1]) ?? [];
    const [to] = numbersOf(inputs[2]) ?? [];
    const contiguous = x.shape.length === 1 && steps?.[0] === 1 && from !== undefined && to !== undefined;
    const elements = contiguous ? elementsOf(x)?.slice(from, to) : undefined;
    return [result(x.dtype, shape, elements)];
  },
  flops: () => 0,
};

/** How many elements `start:end:step` takes of an axis. Bounds past the ends are cut, negative ones count from the end. */
export function sliceDim(dim: Dim, start: Dim, end: Dim, step: number): Dim {
  if (step === 0) throw new ShapeError('slice-step', 'a slice with step 0 takes nothing');
  if (isKnown(dim) && isKnown(start) && isKnown(end)) {
    const low = step > 0 ? 0 : -1;
    const high = step > 0 ? dim : dim - 1;
    const cut = (bound: number) => Math.max(low, Math.min(high, bound < 0 ? bound + dim : bound));
    return Math.max(0, Math.ceil((cut(end) - cut(start)) / step));
  }
  if (step !== 1 || isKnown(dim)) return same(start, 0) && step === 1 && same(end, dim) ? dim : anonymous();
  // An unknown length is taken to be at least what is cut off its ends.
  const from = isKnown(start) && start < 0 ? undefined : start;
  const to =
    same(end, dim) || (isKnown(end) && end >= FAR) ? dim : isKnown(end) && end < 0 ? subtract(dim, -end) : undefined;
  if (to !== undefined && from !== undefined) return subtract(to, from);
  return anonymous();
}

/** Ends from here on mean "to the end": programs write 2^31 - 1 or 2^63 - 1. */
const FAR = 2 ** 31 - 1;
