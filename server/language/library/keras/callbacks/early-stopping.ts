import { modelWeights } from '../../../model/parameters.js';
import type { TensorData } from '../../../tensor/element-type.js';
import { float, int, none, type Value } from '../../../values/value.js';
import { modelOf } from '../model-objects.js';
import { callbackClass, logOf } from './callback.js';
import { type Monitor, monitorOf, namesIn } from './monitor.js';

interface EarlyStopping extends Monitor {
  readonly minDelta: number;
  readonly patience: number;
  readonly restores: boolean;
  readonly verbose: boolean;
  readonly baseline: number | undefined;
  readonly startFrom: number;
  wait: number;
  best: number | undefined;
  bestEpoch: number;
  bestWeights: readonly (TensorData | undefined)[] | undefined;
  stoppedEpoch: number;
}

/** Ends a training whose monitored value has not got better for some epochs. */
export const earlyStopping = callbackClass<EarlyStopping>({
  name: 'EarlyStopping',
  signature:
    "monitor='val_loss', min_delta=0, patience=0, verbose=0, mode='auto', baseline=None, restore_best_weights=False, start_from_epoch=0",
  make(arg, context) {
    const number = (name: string) => {
      const value = arg(name);
      return value.kind === 'int' || value.kind === 'float' ? value.value : 0;
    };
    const baseline = arg('baseline');
    return {
      ...monitorOf(arg('monitor'), arg('mode'), 'EarlyStopping', context),
      minDelta: Math.abs(number('min_delta')),
      patience: number('patience'),
      restores: context.truth(arg('restore_best_weights')) === true,
      verbose: number('verbose') > 0,
      baseline: baseline.kind === 'int' || baseline.kind === 'float' ? baseline.value : undefined,
      startFrom: number('start_from_epoch'),
      wait: 0,
      best: undefined,
      bestEpoch: 0,
      bestWeights: undefined,
      stoppedEpoch: 0,
    };
  },
  attributes: {
    best: ({ best }) => (best === undefined ? none : float(best)),
    best_epoch: ({ bestEpoch }) => int(bestEpoch),
    stopped_epoch: ({ stoppedEpoch }) => int(stoppedEpoch),
    wait: ({ wait }) => int(wait),
    patience: ({ patience }) => int(patience),
  },
  on: {
    train_begin(state) {
      Object.assign(state, { wait: 0, stoppedEpoch: 0, best: undefined, bestWeights: undefined, bestEpoch: 0 });
    },
    epoch_end(state, { model, index: epoch, logs }, context) {
      // Called by hand, outside a training.
      if (model.kind === 'none') return;
      state.settle(model, context);
      const current = logOf(logs, state.monitor);
      if (current === undefined) {
        context.host.warn?.(
          `Early stopping conditioned on metric \`${state.monitor}\` which is not available. Available metrics are: ${namesIn(logs)}`,
        );
        return;
      }
      if (epoch < state.startFrom) return;
      const trained = modelOf(model)?.model;
      const weights = () => (trained ? modelWeights(trained).map(({ weight }) => weight.value) : []);
      if (state.restores && !state.bestWeights) Object.assign(state, { bestWeights: weights(), bestEpoch: epoch });
      state.wait += 1;
      const isBetter = (than: number | undefined) => state.isBetter(current, than, state.minDelta);
      if (isBetter(state.best)) {
        state.best = current;
        state.bestEpoch = epoch;
        if (state.restores) state.bestWeights = weights();
        // Patience counts on unless the baseline is passed as well.
        if (state.baseline === undefined || isBetter(state.baseline)) state.wait = 0;
        return;
      }
      if (state.wait >= state.patience && epoch > 0) {
        state.stoppedEpoch = epoch;
        context.setAttribute(model, 'stop_training', { kind: 'bool', value: true } satisfies Value);
      }
    },
    train_end(state, { model }, context) {
      if (state.stoppedEpoch > 0 && state.verbose)
        context.host.print(`Epoch ${state.stoppedEpoch + 1}: early stopping\n`);
      if (!state.restores || !state.bestWeights) return;
      if (state.verbose)
        context.host.print(`Restoring model weights from the end of the best epoch: ${state.bestEpoch + 1}.\n`);
      const trained = modelOf(model)?.model;
      if (!trained) return;
      modelWeights(trained).forEach(({ weight }, index) => {
        weight.value = state.bestWeights?.[index];
      });
    },
  },
});
