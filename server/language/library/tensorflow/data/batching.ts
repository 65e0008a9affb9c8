import type { Context } from '../../../values/context.js';
import { none, type Value } from '../../../values/value.js';
import { uniform } from '../../keras/random.js';
import { drawSeed } from '../../keras/state.js';
import { batched } from './dataset.js';
import { Pipeline, stacked } from './pipeline.js';
import { gathered } from './run-kit.js';

/** `size` elements at a time. */
export function inBatches(dataset: Pipeline, size: number, drop: boolean, context: Context): Pipeline {
  if (size < 1) context.raise('InvalidArgumentError', 'batch_size must be greater than zero.');
  return new Pipeline(
    () => {
      const next = dataset.open();
      return () => {
        const elements = gathered(next, size);
        if (elements.length === 0 || (drop && elements.length < size)) return undefined;
        return stacked(elements, context);
      };
    },
    batched({ element: none, cardinality: dataset.cardinality }, size, drop).cardinality,
    () => batched(dataset, size, drop).element,
  );
}

/** Each element is drawn from a buffer of the next `size`. `again`: each pass has an order of its own. */
export function inRandomOrder(
  dataset: Pipeline,
  size: number,
  given: number | undefined,
  again: boolean,
  context: Context,
): Pipeline {
  const seed = given ?? drawSeed(context);
  let passes = 0;
  return new Pipeline(
    () => {
      const random = uniform(seed * 1009 + (again ? passes : 0));
      passes += 1;
      const next = dataset.open();
      const buffer: Value[] = [];
      let isOver = false;
      return () => {
        while (!isOver && (size < 0 || buffer.length < size)) {
          const element = next();
          if (element) buffer.push(element);
          else isOver = true;
        }
        if (buffer.length === 0) return undefined;
        const at = Math.floor(random() * buffer.length);
        const taken = buffer[at];
        const last = buffer.pop() as Value;
        if (at < buffer.length) buffer[at] = last;
        return taken;
      };
    },
    dataset.cardinality,
    () => dataset.element,
  );
}
