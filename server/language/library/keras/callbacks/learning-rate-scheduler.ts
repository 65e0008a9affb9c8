import type { Context } from '../../../values/context.js';
import { float, int, type Value } from '../../../values/value.js';
import { addLog, callbackClass, learningRateOf, numberOf, setLearningRate } from './callback.js';

interface LearningRateScheduler {
  readonly schedule: Value;
  readonly verbose: boolean;
}

/** Sets the learning rate at each epoch's begin to what a function of the program gives. */
export const learningRateScheduler = callbackClass<LearningRateScheduler>({
  name: 'LearningRateScheduler',
  signature: 'schedule, verbose=0',
  example: 'lambda epoch: 0.1',
  make: (arg) => ({ schedule: arg('schedule'), verbose: (numberOf(arg('verbose')) ?? 0) > 0 }),
  on: {
    epoch_begin({ schedule, verbose }, { model, index: epoch }, context) {
      // Called by hand, outside a training.
      if (model.kind === 'none') return;
      const rate = learningRateOf(model, context);
      if (rate === undefined) {
        context.unknown('with a learning rate that is a schedule it is not supported', 'LearningRateScheduler');
        return;
      }
      const given = takesRate(schedule) ? [int(epoch), float(rate)] : [int(epoch)];
      const chosen = context.call(schedule, given);
      const next = chosen.kind === 'int' ? undefined : numberOf(chosen);
      if (next === undefined) {
        context.raise(
          'ValueError',
          `The output of the \`schedule\` function should be a float. Got: ${context.str(chosen)}`,
        );
        return;
      }
      setLearningRate(model, next, context);
      if (verbose) context.host.print(message(epoch, chosen, context));
    },
    epoch_end(_state, { model, logs }, context) {
      // Called by hand, outside a training.
      if (model.kind === 'none') return;
      const rate = learningRateOf(model, context);
      if (rate !== undefined) addLog(logs, 'learning_rate', rate, context);
    },
  },
});

function message(epoch: number, rate: Value, context: Context): string {
  return `\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${context.str(rate)}.\n`;
}

/** Keras gives the rate as well, and goes back to the epoch alone where a function does not take it. */
function takesRate(schedule: Value): boolean {
  const [callee, own] =
    schedule.kind === 'method' ? [schedule.function, 1] : ([schedule, 0] as const satisfies readonly [Value, number]);
  if (callee.kind !== 'function') return true;
  const { parameters } = callee.node;
  const places = parameters.filter(({ style }) => style === 'plain' || style === 'positional-only').length;
  return places - own >= 2 || parameters.some(({ style }) => style === '*');
}
