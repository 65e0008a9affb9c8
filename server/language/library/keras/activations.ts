import { activations } from '../../layers/activations.js';
import type { Value } from '../../values/value.js';
import { tensor } from '../../values/value.js';

/** `keras.activations.relu`: as an argument its name says it all; called by hand it gives the shape. */
export function activationFunction(name: string): Value {
  return {
    kind: 'native',
    function: {
      name: `keras.activations.${name}`,
      signature: 'x, **kwargs',
      call(args, context) {
        const x = args.get('x');
        if (context.host.mode === 'numbers' || x.kind !== 'tensor' || !activations.has(name)) {
          return context.unknown('called by hand it is not supported yet', `keras.activations.${name}`);
        }
        return tensor(x.library === 'keras' ? 'keras' : 'tensorflow', x.dtype, x.shape);
      },
    },
  };
}
