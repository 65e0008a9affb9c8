import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { tensor, tuple, unknown, type Value } from '../../../values/value.js';
import { dict, logValue } from '../history.js';
import { type ModelState, modelOf } from '../model-objects.js';
import { recordingOf } from '../recording/recording.js';
import { mapTensors } from '../symbolic.js';
import { eagerly, weightedByClass } from './batches.js';
import { listedLogs, numbersOf } from './fit.js';
import { call, resetMetrics } from './steps.js';

/** One step on a batch: the loss, or a list of the loss and the metrics, or a dict of them. */
function onBatch(
  name: 'train_step' | 'test_step',
  self: Value,
  state: ModelState,
  args: Arguments,
  context: Context,
): Value {
  if (!state.compiled) context.raise('ValueError', 'You must call `compile()` before using the model.');
  resetMetrics(self, context);
  const given = { x: args.get('x'), y: args.get('y'), sampleWeight: args.get('sample_weight') };
  const byClass = name === 'train_step' && args.get('class_weight').kind !== 'none';
  const { x, y, sampleWeight } = byClass ? weightedByClass(given, args.get('class_weight'), context) : given;
  const batch = eagerly(tuple([x, y, sampleWeight]));
  const logs = numbersOf(
    recorded(() => call(self, name, [batch], context), context),
    context,
  );
  if (context.truth(args.get('return_dict')) === true)
    return dict([...logs].map(([key, value]) => [key, logValue(value)]));
  return listedLogs(self, state, logs, context);
}

function recorded(step: () => Value, context: Context): Value {
  const recording = recordingOf(context);
  recording.always += 1;
  try {
    return step();
  } finally {
    recording.always -= 1;
  }
}

export const onBatchMethods: Readonly<Record<string, NativeFunction>> = {
  train_on_batch: method(
    'train_on_batch',
    'x, y=None, sample_weight=None, class_weight=None, return_dict=False, **kwargs',
    (self, state, args, context) => onBatch('train_step', self, state, args, context),
  ),
  test_on_batch: method(
    'test_on_batch',
    'x, y=None, sample_weight=None, return_dict=False, **kwargs',
    (self, state, args, context) => onBatch('test_step', self, state, args, context),
  ),
  predict_on_batch: method('predict_on_batch', 'x', (self, _state, args, context) => {
    const batch = eagerly(tuple([args.get('x')]));
    const results = recorded(() => call(self, 'predict_step', [batch], context), context);
    return mapTensors(results, ({ dtype, shape, data }) => tensor('numpy', dtype, shape, data?.slice()));
  }),
};

function method(
  name: string,
  signature: string,
  done: (self: Value, state: ModelState, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    name: `Model.${name}`,
    signature: `self, ${signature}`,
    shapesOnly: true,
    call(args, context) {
      const self = args.get('self');
      const state = modelOf(self);
      return context.host.mode === 'numbers' && state
        ? done(self, state, args, context)
        : unknown('it is known in a run', `Model.${name}`);
    },
  };
}
