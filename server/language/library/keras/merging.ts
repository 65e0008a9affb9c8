import { merging } from '../../layers/merging/index.js';
import type { NativeType } from '../../values/native-type.js';
import { parseSignature } from '../../values/signature.js';
import { str, type Value } from '../../values/value.js';
import { typeValue } from './configured.js';
import { layerTypes } from './layer-objects.js';

/** `keras.layers.add([a, b])`: the layer `Add` made and called in one. */
export const mergingFunctions: Readonly<Record<string, Value>> = Object.fromEntries(
  merging.map(({ name, signature }) => {
    const own = parseSignature(signature).parameters.map((parameter) => parameter.name);
    const given = name === 'Dot' ? signature.replace('axes', 'axes=-1') : signature;
    const lower = name.toLowerCase();
    return [lower, mergingFunction(lower, name, `inputs${given ? `, ${given}` : ''}, **kwargs`, own)] as const;
  }),
);

/** Keras 1's `merge(inputs, mode='concat', concat_axis=-1)`, by the layer that each mode became. */
export const mergeFunction: Value = {
  kind: 'native',
  function: {
    name: 'keras.layers.merge',
    signature: "inputs, mode='sum', dot_axes=-1, concat_axis=-1, output_shape=None, output_mask=None, **kwargs",
    call(args, context) {
      const mode = args.get('mode');
      const name = mode.kind === 'str' ? modes.get(mode.value) : undefined;
      if (!name) return context.unknown('a mode of this kind is not supported', 'keras.layers.merge');
      const keywords = new Map(args.keywords);
      if (name === 'Concatenate') keywords.set('axis', args.get('concat_axis'));
      if (name === 'Dot') {
        keywords.set('axes', args.get('dot_axes'));
        if (mode.kind === 'str' && mode.value === 'cos') keywords.set('normalize', { kind: 'bool', value: true });
      }
      const layer = context.call(layerClass(name), [], keywords);
      return context.call(layer, [args.get('inputs')]);
    },
  },
};

const modes: ReadonlyMap<string, string> = new Map([
  ['sum', 'Add'],
  ['mul', 'Multiply'],
  ['concat', 'Concatenate'],
  ['ave', 'Average'],
  ['max', 'Maximum'],
  ['dot', 'Dot'],
  ['cos', 'Dot'],
]);

function mergingFunction(lower: string, name: string, signature: string, own: readonly string[]): Value {
  return {
    kind: 'native',
    function: {
      name: `keras.layers.${lower}`,
      signature,
      call(args, context) {
        const keywords = new Map(args.keywords);
        for (const key of own) if (args.given(key) || key === 'axes') keywords.set(key, args.get(key));
        const layer = context.call(layerClass(name), [], keywords);
        return context.call(layer, [args.get('inputs')]);
      },
    },
  };
}

function layerClass(name: string): Value {
  const type = layerTypes.get(name);
  return type ? typeValue(type as NativeType<never>) : str(name);
}
