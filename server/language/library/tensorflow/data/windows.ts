import type { Context } from '../../../values/context.js';
import { none, type Value } from '../../../values/value.js';
import { mapTensors } from './dataset.js';
import { type Next, notTold, Pipeline, pipelineOf, pipelineValue } from './pipeline.js';
import { called, chained, drops, ofUnknownNumber, type Running, whole } from './run-kit.js';

export const window: Running = (dataset, args, context) => {
  const size = whole(args, 'size', context);
  const shift = args.get('shift').kind === 'none' ? size : whole(args, 'shift', context);
  const stride = whole(args, 'stride', context);
  const drop = drops(args, context);
  const span = (size - 1) * stride + 1;
  return ofUnknownNumber(() => {
    const next = dataset.open();
    const buffer: Value[] = [];
    let isOver = false;
    return () => {
      while (!isOver && buffer.length < Math.max(span, 1)) {
        const element = next();
        if (element) buffer.push(element);
        else isOver = true;
      }
      if (buffer.length === 0 || (drop && buffer.length < span)) return undefined;
      const taken = buffer.slice(0, span).filter((_, at) => at % stride === 0);
      buffer.splice(0, Math.min(shift, buffer.length));
      for (let left = shift - span; left > 0 && !isOver; left -= 1) if (!next()) isOver = true;
      return windowed(taken);
    };
  }, notTold);
};

/** A dataset in the place of each tensor of an element. */
function windowed(elements: readonly Value[]): Value {
  const [first] = elements;
  if (first?.kind === 'tuple')
    return {
      ...first,
      elements: first.elements.map((_, index) =>
        windowed(elements.map((each) => (each.kind === 'tuple' ? (each.elements[index] as Value) : each))),
      ),
    };
  if (first?.kind === 'dict') {
    const entries = [...first.entries].map(([id, { key }]) => {
      const parts = elements.map((each) => (each.kind === 'dict' ? each.entries.get(id)?.value : undefined) ?? each);
      return [id, { key, value: windowed(parts) }] as const;
    });
    return { kind: 'dict', entries: new Map(entries) };
  }
  return pipelineValue(listed(elements));
}

/** A dataset of values that are there. */
export function listed(elements: readonly Value[]): Pipeline {
  return new Pipeline(
    () => {
      let at = 0;
      return () => elements[at++];
    },
    elements.length,
    () => mapTensors(elements[0] ?? none, (x) => ({ ...x, data: undefined })),
  );
}

export const flatMap: Running = (dataset, args, context) => {
  const f = args.get('map_func');
  return ofUnknownNumber(() => {
    const next = dataset.open();
    return chained(() => {
      const element = next();
      return element && innerOf(called(f, element, context), 'flat_map', context).open();
    });
  }, notTold);
};

/** How many datasets are gone through in turns where TensorFlow chooses by its machine. */
const turns = 4;

export const interleave: Running = (dataset, args, context) => {
  const f = args.get('map_func');
  const given = args.get('cycle_length').kind === 'none' ? -1 : whole(args, 'cycle_length', context);
  const block = args.get('block_length').kind === 'none' ? 1 : whole(args, 'block_length', context);
  return ofUnknownNumber(() => {
    const next = dataset.open();
    return interleaved(
      () => {
        const element = next();
        return element && innerOf(called(f, element, context), 'interleave', context).open();
      },
      given > 0 ? given : turns,
      block,
    );
  }, notTold);
};

/** Elements of `cycle` datasets in turns, `block` of each. */
export function interleaved(open: () => Next | undefined, cycle: number, block: number): Next {
  const slots: (Next | undefined)[] = Array.from({ length: cycle }, () => undefined);
  let isOver = false;
  let at = 0;
  let taken = 0;
  const advance = () => {
    at = (at + 1) % cycle;
    taken = 0;
  };
  return () => {
    while (!isOver || slots.some((slot) => slot !== undefined)) {
      const slot = slots[at];
      if (slot) {
        const element = slot();
        if (element) {
          taken += 1;
          if (taken === block) advance();
          return element;
        }
        slots[at] = undefined;
        advance();
      } else if (isOver) advance();
      else {
        slots[at] = open();
        isOver = slots[at] === undefined;
      }
    }
    return undefined;
  };
}

function innerOf(value: Value, name: string, context: Context): Pipeline {
  const inner = pipelineOf(value);
  if (inner) return inner;
  return context.raise('TypeError', `\`map_func\` must return a \`Dataset\` object.`, name);
}
