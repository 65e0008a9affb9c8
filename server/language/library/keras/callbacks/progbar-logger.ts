import { int, none } from '../../../values/value.js';
import { callbackClass } from './callback.js';

/** Keras's own bar: the terminal and the page of curves show how far a training is, as `verbose=` asks for it. */
export const progbarLogger = callbackClass<{ seen: number }>({
  name: 'ProgbarLogger',
  signature: "count_mode='steps'",
  make: () => ({ seen: 0 }),
  attributes: { seen: ({ seen }) => int(seen), progbar: () => none },
  on: {},
});
