import { float, True } from '../../../values/value.js';
import { callbackClass, logOf } from './callback.js';

/** Ends a training whose loss is NaN or infinite. It is asked at such steps alone: no other has to stop for it. */
export const terminateOnNaN = callbackClass<{ readonly raises: boolean }>({
  name: 'TerminateOnNaN',
  signature: 'raise_error=False',
  make: (arg, context) => ({ raises: context.truth(arg('raise_error')) === true }),
  older: true,
  on: {
    train_batch_end({ raises }, { model, index: batch, logs }, context) {
      const loss = logOf(logs, 'loss');
      if (loss === undefined || Number.isFinite(loss)) return;
      if (raises)
        context.raise(
          'RuntimeError',
          `NaN or Inf loss encountered at batch ${batch}. Loss value: ${context.str(float(loss))}. Terminating training immediately.`,
        );
      context.host.print(`Batch ${batch}: Invalid loss, terminating training\n`);
      context.setAttribute(model, 'stop_training', True);
    },
  },
});
