import { activations } from '../../layers/activations.js';
import type { Context } from '../../values/context.js';
import { type TensorValue, tensor, type Value } from '../../values/value.js';
import { outcome } from './ops/operand.js';
import { connect, type OperationName, operationName } from './ops/operation.js';

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
        return activated(name, x, context);
      },
    },
  };
}

function activated(name: string, x: TensorValue, context: Context): Value {
  if (x.library !== 'keras') return tensor('tensorflow', x.dtype, x.shape);
  if (name === 'linear') return x;
  const again: Parameters<typeof connect>[3] = (replaced) => {
    const own = replaced.get(x) ?? x;
    return outcome(own.dtype, own.shape);
  };
  return connect(operationOf(name), [x], outcome(x.dtype, x.shape), again, context);
}

/** Operations whose names are not the activation's. */
const otherNames: Readonly<Record<string, OperationName>> = {
  relu: { base: 're_lu', type: 'ReLU', isLayer: false },
  swish: operationName('silu'),
  exponential: operationName('exp'),
};

function operationOf(name: string): OperationName {
  return otherNames[name] ?? operationName(name);
}

/** `keras.activations.get('relu')`. */
export const getActivation: Value = {
  kind: 'native',
  function: {
    name: 'keras.activations.get',
    signature: 'identifier',
    call(args, context) {
      const identifier = args.get('identifier');
      if (identifier.kind === 'none') return activationFunction('linear');
      if (identifier.kind !== 'str') return identifier;
      if (activations.has(identifier.value)) return activationFunction(identifier.value);
      return context.unknown('this activation is not known', 'keras.activations.get');
    },
  },
};
