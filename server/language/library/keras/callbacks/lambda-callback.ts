import { type NativeType, object } from '../../../values/native-type.js';
import { callbackType } from './callback.js';

/** A callback made of functions. */
export const lambdaCallback: NativeType<object> = {
  name: 'LambdaCallback',
  module: 'keras.callbacks',
  base: callbackType as NativeType<never>,
  construct: {
    name: 'keras.callbacks.LambdaCallback',
    signature:
      'on_epoch_begin=None, on_epoch_end=None, on_train_begin=None, on_train_end=None, on_train_batch_begin=None, on_train_batch_end=None, **kwargs',
    call(args) {
      const made = object(lambdaCallback, {});
      for (const point of ['epoch', 'train', 'train_batch'])
        for (const moment of ['begin', 'end']) {
          const name = `on_${point}_${moment}`;
          const given = args.get(name);
          if (given.kind !== 'none') made.attributes.set(name, given);
        }
      for (const [name, given] of args.keywords) made.attributes.set(name, given);
      return made;
    },
  },
};
