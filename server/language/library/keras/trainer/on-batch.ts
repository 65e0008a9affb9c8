import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { tensor, tuple, type Value } from '../../../values/value.js';
import type { Compiled } from '../compile.js';
import { dict, inKerasOrder, logValue } from '../history.js';
import { logNames } from '../judging.js';
import type { ModelState } from '../model-objects.js';
import { recordingOf } from '../recording/recording.js';
import { mapTensors } from '../symbolic.js';
import { eagerly, weightedByClass } from './batches.js';
import { listedLogs, numbersOf, takesOwnSteps } from './fit.js';
import { call, method, stepTaken } from './steps.js';

/** One step on a batch: the loss, or a list of the loss and the metrics, or a dict of them. */
function onBatch(
  name: 'train_step' | 'test_step',
  self: Value,
  state: ModelState,
  args: Arguments,
  context: Context,
): Value {
  if (!state.compiled) context.raise('ValueError', 'You must call `compile()` before using the model.');
  // Keras 2's alone.
  const keeps = context.host.kerasVersion === 2 ? args.keywords.get('reset_metrics') : undefined;
  for (const key of args.keywords.keys())
    if (key !== 'reset_metrics' || !keeps)
      context.raise(
        'TypeError',
        `TensorFlowTrainer.${name.replace('step', 'on_batch')}() got an unexpected keyword argument '${key}'`,
      );
  if (!keeps || context.truth(keeps) !== false) call(self, 'reset_metrics', [], context);
  const given = { x: args.get('x'), y: args.get('y'), sampleWeight: args.get('sample_weight') };
  if (name === 'train_step' && [given.sampleWeight, args.get('class_weight')].every(({ kind }) => kind !== 'none'))
    context.raise(
      'ValueError',
      `Arguments \`sample_weight\` and \`class_weight\` cannot be specified at the same time. Received: sample_weight=${context.str(given.sampleWeight) ?? '…'}, class_weight=${context.str(args.get('class_weight')) ?? '…'}`,
    );
  const byClass = name === 'train_step' && args.get('class_weight').kind !== 'none';
  const { x, y, sampleWeight } = byClass ? weightedByClass(given, args.get('class_weight'), context) : given;
  const batch = eagerly(tuple([x, y, sampleWeight]));
  const logs = numbersOf(stepTaken(self, name, batch, context), context);
  const method = name === 'train_step' ? 'train_on_batch' : 'test_on_batch';
  const { always, curves } = recordingOf(context);
  if (always === 0) curves.onBatch(state, { name: state.model.name, method }, logs, context);
  if (context.truth(args.get('return_dict')) === true) {
    // Keras 2 has its own logs in the order of the metrics.
    const older = context.host.kerasVersion === 2 && !takesOwnSteps(self, state, name === 'train_step', context);
    const names = older ? logNames(state.compiled as Compiled, state.model).all : undefined;
    return dict((names ? inKerasOrder([...logs], names) : [...logs]).map(([key, value]) => [key, logValue(value)]));
  }
  return listedLogs(self, state, logs, context);
}

export const onBatchMethods: Readonly<Record<string, NativeFunction>> = {
  train_on_batch: method(
    'train_on_batch',
    'self, x, y=None, sample_weight=None, class_weight=None, return_dict=False, **kwargs',
    (self, state, args, context) => onBatch('train_step', self, state, args, context),
  ),
  test_on_batch: method(
    'test_on_batch',
    'self, x, y=None, sample_weight=None, return_dict=False, **kwargs',
    (self, state, args, context) => onBatch('test_step', self, state, args, context),
  ),
  predict_on_batch: method('predict_on_batch', 'self, x', (self, _state, args, context) => {
    const batch = eagerly(tuple([args.get('x')]));
    const results = stepTaken(self, 'predict_step', batch, context);
    return mapTensors(results, ({ dtype, shape, data }) => tensor('numpy', dtype, shape, data?.slice()));
  }),
};
