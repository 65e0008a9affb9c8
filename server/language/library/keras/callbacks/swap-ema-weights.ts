import { modelWeights } from '../../../model/parameters.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { bool, type Value } from '../../../values/value.js';
import { modelOf } from '../model-objects.js';
import { firstMean } from '../optimizer-state.js';
import { callbackClass } from './callback.js';

interface SwapEMAWeights {
  readonly onEpoch: boolean;
  /** The running means are the model's weights at the moment, and its own are kept in their place. */
  swapped: boolean;
}

/** Judges a model by the running means of its weights (`use_ema=True`): they change places around evaluations, or epochs' ends. */
export const swapEMAWeights = callbackClass<SwapEMAWeights>({
  name: 'SwapEMAWeights',
  signature: 'swap_on_epoch=False',
  make: (arg, context) => ({ onEpoch: context.truth(arg('swap_on_epoch')) === true, swapped: false }),
  attributes: { swap_on_epoch: ({ onEpoch }) => bool(onEpoch) },
  listens: ({ onEpoch }, point) => onEpoch || !point.startsWith('epoch'),
  on: {
    epoch_begin(state, { model }, context) {
      if (state.onEpoch && state.swapped) swap(state, model, context);
    },
    epoch_end(state, { self, model, index: epoch }, context) {
      if (!state.onEpoch || state.swapped) return;
      swap(state, model, context);
      // They stay: a training's end puts the means into the model.
      if (epoch === lastEpoch(self, context)) exchange(model, 'copy', context);
    },
    test_begin(state, { model }, context) {
      if (!state.swapped) swap(state, model, context);
    },
    test_end(state, { model }, context) {
      if (state.swapped) swap(state, model, context);
    },
    predict_begin(state, { model }, context) {
      if (!state.swapped) swap(state, model, context);
    },
    // As Keras 3.15 has it: after a prediction the means stay in the model.
    predict_end(state, { model }, context) {
      if (!state.swapped) swap(state, model, context);
    },
  },
});

function swap(state: SwapEMAWeights, model: Value, context: Context): void {
  // Called by hand, outside a training.
  if (model.kind === 'none') return;
  exchange(model, 'swap', context);
  state.swapped = !state.swapped;
}

/** `copy`: the means become what the weights are. */
function exchange(model: Value, how: 'swap' | 'copy', context: Context): void {
  const { model: layers, compiled } = modelOf(model) ?? {};
  if (!layers || !compiled || context.host.mode === 'shapes') return;
  const trainable = modelWeights(layers).filter(({ trainable }) => trainable === true);
  // Brings what the training at hand has here, where there is one.
  const weights = trainable.map(({ weight }) => weight.value as TensorData);
  const variables = compiled.optimizerState;
  if (compiled.optimizer?.settings.get('use_ema') !== true || !variables)
    context.raise(
      'ValueError',
      `SwapEMAWeights must be used when \`use_ema=True\` is set on the optimizer. Received: use_ema=${compiled.optimizer?.settings.get('use_ema') === true ? 'True' : 'False'}`,
    );
  const means = variables.slice(firstMean, firstMean + weights.length);
  if (how === 'swap')
    trainable.forEach(({ weight }, index) => {
      weight.value = means[index];
    });
  compiled.optimizerState = [
    ...variables.slice(0, firstMean),
    ...weights,
    ...variables.slice(firstMean + weights.length),
  ];
}

function lastEpoch(self: Value, context: Context): number | undefined {
  const params = context.findAttribute(self, 'params');
  const epochs =
    params?.kind === 'dict'
      ? [...params.entries.values()].find(({ key }) => key.kind === 'str' && key.value === 'epochs')?.value
      : undefined;
  return epochs?.kind === 'int' ? epochs.value - 1 : undefined;
}
