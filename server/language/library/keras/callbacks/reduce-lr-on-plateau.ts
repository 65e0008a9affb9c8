import { float, int, none } from '../../../values/value.js';
import { addLog, callbackClass, learningRateOf, logOf, numberOf, setLearningRate } from './callback.js';
import { type Monitor, monitorOf, namesIn } from './monitor.js';

interface ReduceLROnPlateau extends Monitor {
  readonly factor: number;
  readonly patience: number;
  readonly verbose: boolean;
  readonly minDelta: number;
  readonly cooldown: number;
  readonly minRate: number;
  best: number | undefined;
  wait: number;
  cooling: number;
}

/** Lowers the learning rate where a monitored value has not got better for some epochs. */
export const reduceLROnPlateau = callbackClass<ReduceLROnPlateau>({
  name: 'ReduceLROnPlateau',
  signature:
    "monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=0.0001, cooldown=0, min_lr=0.0, **kwargs",
  make(arg, context) {
    const number = (name: string) => numberOf(arg(name)) ?? 0;
    const factor = number('factor');
    if (factor >= 1)
      context.raise(
        'ValueError',
        `ReduceLROnPlateau does not support a factor >= 1.0. Received factor=${context.str(arg('factor'))}`,
      );
    return {
      ...monitorOf(arg('monitor'), arg('mode'), 'ReduceLROnPlateau', context),
      factor,
      patience: number('patience'),
      verbose: number('verbose') > 0,
      minDelta: Math.abs(number('min_delta')),
      cooldown: number('cooldown'),
      minRate: number('min_lr'),
      best: undefined,
      wait: 0,
      cooling: 0,
    };
  },
  attributes: {
    best: ({ best }) => (best === undefined ? none : float(best)),
    wait: ({ wait }) => int(wait),
    cooldown_counter: ({ cooling }) => int(cooling),
    patience: ({ patience }) => int(patience),
    factor: ({ factor }) => float(factor),
  },
  on: {
    train_begin(state) {
      Object.assign(state, { best: undefined, wait: 0, cooling: 0 });
    },
    epoch_end(state, { model, index: epoch, logs }, context) {
      // Called by hand, outside a training.
      if (model.kind === 'none') return;
      state.settle(model, context);
      const rate = learningRateOf(model, context);
      if (rate === undefined) {
        context.unknown('with a learning rate that is a schedule it is not supported', 'ReduceLROnPlateau');
        return;
      }
      addLog(logs, 'learning_rate', rate, context);
      const current = logOf(logs, state.monitor);
      if (current === undefined) {
        context.host.warn?.(
          `Learning rate reduction is conditioned on metric \`${state.monitor}\` which is not available. Available metrics are: ${namesIn(logs)}.`,
        );
        return;
      }
      if (state.cooling > 0) Object.assign(state, { cooling: state.cooling - 1, wait: 0 });
      if (state.isBetter(current, state.best, state.minDelta)) {
        Object.assign(state, { best: current, wait: 0 });
        return;
      }
      if (state.cooling > 0) return;
      state.wait += 1;
      if (state.wait < state.patience || rate <= Math.fround(state.minRate)) return;
      const lower = Math.max(rate * state.factor, state.minRate);
      setLearningRate(model, lower, context);
      if (state.verbose)
        context.host.print(
          `\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${context.str(float(lower))}.\n`,
        );
      Object.assign(state, { cooling: state.cooldown, wait: 0 });
    },
  },
});
