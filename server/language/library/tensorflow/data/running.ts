import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { tensor, tuple, type Value } from '../../../values/value.js';
import { lazyIterator } from '../../python/iterator.js';
import { inBatches, inRandomOrder } from './batching.js';
import { least, mapTensors, sliced, unpacked } from './dataset.js';
import { paddedBatch } from './padded-batch.js';
import { asElement, type Next, notTold, Pipeline, pipelineOf, pipelineValue } from './pipeline.js';
import { called, chained, drops, holds, ofUnknownNumber, type Running, rows, through, whole } from './run-kit.js';
import { mappedElement } from './traced-element.js';
import { flatMap, interleave, window } from './windows.js';

/** The first `count` of a pass, all where it is negative. */
function taking(next: Next, count: number): Next {
  let left = count < 0 ? Number.POSITIVE_INFINITY : count;
  return () => {
    if (left === 0) return undefined;
    left -= 1;
    return next();
  };
}

const timesOf = (args: Arguments, context: Context) => {
  const times = args.get('count').kind === 'none' ? -1 : whole(args, 'count', context);
  return times < 0 ? Number.POSITIVE_INFINITY : times;
};

const batch: Running = (dataset, args, context) =>
  pipelineValue(inBatches(dataset, whole(args, 'batch_size', context), drops(args, context), context));

const shuffle: Running = (dataset, args, context) => {
  const given = args.get('reshuffle_each_iteration');
  const again = given.kind === 'none' || context.truth(given) !== false;
  const seed = args.get('seed').kind === 'none' ? undefined : whole(args, 'seed', context);
  return pipelineValue(inRandomOrder(dataset, whole(args, 'buffer_size', context), seed, again, context));
};

const repeat: Running = (dataset, args, context) => {
  const times = timesOf(args, context);
  const { cardinality } = dataset;
  const total =
    cardinality === 'infinite' || cardinality === 0
      ? cardinality
      : times === Number.POSITIVE_INFINITY
        ? 'infinite'
        : typeof cardinality === 'number'
          ? cardinality * times
          : undefined;
  return pipelineValue(
    new Pipeline(
      () => {
        let left = times;
        let isEmpty = false;
        return chained(() => {
          if (left === 0 || isEmpty) return undefined;
          left -= 1;
          const next = dataset.open();
          // A pass without elements would be repeated for ever.
          isEmpty = true;
          return () => {
            const element = next();
            if (element) isEmpty = false;
            return element;
          };
        });
      },
      total,
      () => dataset.element,
    ),
  );
};

const cache: Running = (dataset) => {
  let kept: readonly Value[] | undefined;
  return through(dataset, () => {
    if (kept) {
      const elements = kept;
      let at = 0;
      return () => elements[at++];
    }
    const next = dataset.open();
    const seen: Value[] = [];
    return () => {
      const element = next();
      if (element) seen.push(element);
      else kept = seen;
      return element;
    };
  });
};

const concatenate: Running = (dataset, args, context) => {
  const other = pipelineOf(args.get('dataset'));
  if (!other) return context.unknown('a dataset that is not known', 'concatenate');
  const [a, b] = [dataset.cardinality, other.cardinality];
  const cardinality =
    a === 'infinite' || b === 'infinite'
      ? 'infinite'
      : typeof a === 'number' && typeof b === 'number'
        ? a + b
        : undefined;
  return pipelineValue(
    new Pipeline(
      () => {
        const rest = [dataset, other];
        return chained(() => rest.shift()?.open());
      },
      cardinality,
      () => dataset.element,
    ),
  );
};

const unbatch: Running = (dataset, _args, context) =>
  ofUnknownNumber(
    () => {
      const next = dataset.open();
      return chained(() => {
        const element = next();
        return element && rows(element, context);
      });
    },
    () => sliced(dataset.element, context).element,
  );

const reduce: Running = (dataset, args, context) => {
  let state = asElement(args.get('initial_state'), context);
  const next = dataset.open();
  for (let element = next(); element; element = next())
    state = asElement(context.call(args.get('reduce_func'), [state, element]), context);
  return state;
};

const scan: Running = (dataset, args, context) =>
  through(
    dataset,
    () => {
      const next = dataset.open();
      let state = asElement(args.get('initial_state'), context);
      return () => {
        const element = next();
        if (!element) return undefined;
        const made = context.elements(context.call(args.get('scan_func'), [state, element]));
        if (made?.length !== 2)
          return context.raise(
            'TypeError',
            'The scan function must return a pair comprising the new state and the output value.',
          );
        state = asElement(made[0] as Value, context);
        return asElement(made[1] as Value, context);
      };
    },
    { spec: notTold },
  );

const same: Running = (dataset) => pipelineValue(dataset);

const int64 = (value: number) => tensor('tensorflow', 'int64', [], BigInt64Array.of(BigInt(value)));

/** What datasets' methods do on numbers, by their names. */
export const running: Readonly<Record<string, Running>> = {
  map: (dataset, args, context) => {
    const f = args.get('map_func');
    return through(
      dataset,
      () => {
        const next = dataset.open();
        return () => {
          const element = next();
          return element && asElement(unpacked(called(f, element, context)), context);
        };
      },
      { spec: () => mappedElement(f, dataset, context) },
    );
  },
  flat_map: flatMap,
  interleave,
  batch,
  padded_batch: paddedBatch,
  unbatch,
  rebatch: (dataset, args, context) => {
    const flat = pipelineOf(unbatch(dataset, args, context)) as Pipeline;
    return batch(flat, args, context);
  },
  window,
  shuffle,
  prefetch: same,
  with_options: same,
  cache,
  repeat,
  take: (dataset, args, context) => {
    const count = whole(args, 'count', context);
    return through(dataset, () => taking(dataset.open(), count), {
      cardinality: count < 0 ? dataset.cardinality : least(dataset.cardinality, count),
    });
  },
  skip: (dataset, args, context) => {
    const count = whole(args, 'count', context);
    const { cardinality } = dataset;
    const left = count < 0 ? 0 : typeof cardinality === 'number' ? Math.max(0, cardinality - count) : cardinality;
    return pipelineValue(
      new Pipeline(
        () => {
          if (count < 0) return () => undefined;
          const next = dataset.open();
          let passed = 0;
          return () => {
            for (; passed < count; passed += 1) if (!next()) return undefined;
            return next();
          };
        },
        left,
        () => dataset.element,
      ),
    );
  },
  shard: (dataset, args, context) => {
    const [shards, index] = [whole(args, 'num_shards', context), whole(args, 'index', context)];
    const { cardinality } = dataset;
    return pipelineValue(
      new Pipeline(
        () => {
          const next = dataset.open();
          let at = -1;
          return () => {
            for (;;) {
              const element = next();
              at += 1;
              if (!element || at % shards === index) return element;
            }
          };
        },
        typeof cardinality === 'number' ? Math.ceil(Math.max(0, cardinality - index) / shards) : cardinality,
        () => dataset.element,
      ),
    );
  },
  filter: (dataset, args, context) => {
    const f = args.get('predicate');
    return ofUnknownNumber(
      () => {
        const next = dataset.open();
        return () => {
          for (let element = next(); element; element = next()) if (holds(f, element, context)) return element;
          return undefined;
        };
      },
      () => dataset.element,
    );
  },
  take_while: (dataset, args, context) => {
    const f = args.get('predicate');
    return ofUnknownNumber(
      () => {
        const next = dataset.open();
        let isOver = false;
        return () => {
          const element = isOver ? undefined : next();
          isOver ||= !element || !holds(f, element, context);
          return isOver ? undefined : element;
        };
      },
      () => dataset.element,
    );
  },
  concatenate,
  enumerate: (dataset, args, context) => {
    const start = whole(args, 'start', context);
    return through(
      dataset,
      () => {
        const next = dataset.open();
        let at = start - 1;
        return () => {
          const element = next();
          at += 1;
          return element && tuple([int64(at), element]);
        };
      },
      { spec: () => tuple([tensor('tensorflow', 'int64', []), dataset.element]) },
    );
  },
  apply: (dataset, args, context) => context.call(args.get('transformation_func'), [pipelineValue(dataset)]),
  reduce,
  scan,
  get_single_element: (dataset, _args, context) => {
    const next = dataset.open();
    const [element, more] = [next(), next()];
    if (!element) return context.raise('InvalidArgumentError', 'Dataset was empty.');
    return more ? context.raise('InvalidArgumentError', 'Dataset had more than one element.') : element;
  },
  as_numpy_iterator: (dataset) => {
    const next = dataset.open();
    return lazyIterator('NumpyIterator', () => {
      const element = next();
      return element && mapTensors(element, ({ dtype, shape, data }) => tensor('numpy', dtype, shape, data));
    });
  },
  cardinality: ({ cardinality }) =>
    int64(cardinality === 'infinite' ? -1 : typeof cardinality === 'number' ? cardinality : -2),
};
