import { activations } from '../../layers/activations.js';
import type { Value } from '../../values/value.js';
import { elu, gelu, leakyRelu, softmaxes, squareplus, unaries } from './ops/compute/elementwise.js';
import { functionsOf, type Row } from './ops/function.js';
import { type OperationName, operationName } from './ops/operation.js';
import { sameType } from './ops/rules/elementwise.js';

/** Operations whose names are not the activation's. */
const otherNames: Readonly<Record<string, OperationName>> = {
  relu: { base: 're_lu', type: 'ReLU', isLayer: false },
  swish: operationName('silu'),
  exponential: operationName('exp'),
};

/** Those that take more than x. */
const withSettings: readonly Row[] = [
  ['relu', 'x, negative_slope>alpha=0.0, max_value=None, threshold=0.0', sameType, unaries],
  ['leaky_relu', 'x, negative_slope=0.2', sameType, leakyRelu],
  ['elu, celu', 'x, alpha=1.0', sameType, elu],
  ['gelu', 'x, approximate=False', sameType, gelu],
  ['softmax, log_softmax', 'x, axis=-1', sameType, softmaxes],
  ['squareplus', 'x, b=4', sameType, squareplus],
];
const settled = new Set(withSettings.flatMap(([names]) => names.split(', ')));
const plain = [...activations.keys()].filter((name) => name !== 'linear' && !settled.has(name));

const functions =
  functionsOf(
    'keras.activations',
    'keras',
    [...withSettings, [plain.join(', '), 'x', sameType, unaries]],
    (name) => otherNames[name] ?? operationName(name),
  ).get('') ?? {};

/** `keras.activations.relu`: as an argument its name says it all; called by hand it computes. */
export function activationFunction(name: string): Value {
  return functions[name] ?? plainFunction(name);
}

/** `linear` gives what it is given; others are not known called by hand. */
function plainFunction(name: string): Value {
  return {
    kind: 'native',
    function: {
      name: `keras.activations.${name}`,
      signature: 'x, **kwargs',
      call(args, context) {
        if (name === 'linear') return args.get('x');
        return context.unknown('called by hand it is not supported yet', `keras.activations.${name}`);
      },
    },
  };
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
