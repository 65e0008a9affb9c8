import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, type Value } from '../../../values/value.js';
import { uniform } from '../../keras/random.js';
import { drawSeed } from '../../keras/state.js';
import { numberOfValue } from '../../numpy/arguments.js';
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

/** `choose_from_datasets`: each element of the one that a dataset of numbers names. */
export function chosen(args: Arguments, context: Context): Pipeline | undefined {
  const datasets = (context.elements(args.get('datasets')) ?? []).map(pipelineOf);
  const choices = pipelineOf(args.get('choice_dataset'));
  if (!choices || datasets.length === 0) return undefined;
  const stops = context.truth(args.get('stop_on_empty_dataset')) !== false;
  return inTurns(datasets, stops, () => {
    const next = choices.open();
    return () => {
      const choice = next();
      if (!choice) return undefined;
      const at = choice.kind === 'tensor' ? Number(choice.data?.[0]) : Number.NaN;
      if (!(at >= 0 && at < datasets.length))
        context.raise('InvalidArgumentError', `Selector index out of range: ${at} >= ${datasets.length}`);
      return at;
    };
  });
}

/** `sample_from_datasets`: each element of one that is drawn. */
export function sampled(args: Arguments, context: Context): Pipeline | undefined {
  const datasets = (context.elements(args.get('datasets')) ?? []).map(pipelineOf);
  const given = args.get('weights');
  const weights = given.kind === 'none' ? datasets.map(() => 1) : (context.elements(given) ?? []).map(numberOfValue);
  if (datasets.length === 0) return undefined;
  if (weights.length !== datasets.length)
    context.raise('ValueError', 'Expected `weights` to have one element for each of `datasets`.');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const seed = args.get('seed').kind === 'none' ? drawSeed(context) : whole(args, 'seed', context);
  let passes = 0;
  return inTurns(datasets, context.truth(args.get('stop_on_empty_dataset')) === true, () => {
    const random = uniform(seed * 1009 + passes);
    passes += 1;
    return () => {
      let left = random() * total;
      const found = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return found < 0 ? weights.length - 1 : found;
    };
  });
}

/** Elements of several datasets in the order that `order` names them, until all are over or, where `stops`, one is. */
function inTurns(
  datasets: readonly (Pipeline | undefined)[],
  stops: boolean,
  order: () => () => number | undefined,
): Pipeline | undefined {
  if (!datasets.every((dataset) => dataset !== undefined)) return undefined;
  return new Pipeline(
    () => {
      const open: (Next | undefined)[] = datasets.map((dataset) => dataset.open());
      const next = order();
      return () => {
        while (open.some((each) => each !== undefined)) {
          const at = next();
          if (at === undefined) return undefined;
          const element = open[at]?.();
          if (element) return element;
          if (stops && open[at]) return undefined;
          open[at] = undefined;
        }
        return undefined;
      };
    },
    undefined,
    () => (datasets[0] as Pipeline).element,
  );
}
