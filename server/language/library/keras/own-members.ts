import type { LayerDefinition } from '../../layers/layer.js';
import type { Layer } from '../../model/model.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { unknown } from '../../values/value.js';
import { adaptDiscretization } from './adapt-discretization.js';
import { adaptNormalization, normalizationAttributes } from './adapt-normalization.js';
import { adaptVocabulary, getVocabulary, setVocabulary, vocabularySize } from './adapt-vocabulary.js';
import { resetState, resetStates } from './carried-states.js';
import { settingOf } from './layer-members.js';
import { kerasFunction } from './ops/functions.js';
import { selfLayer } from './self-layer.js';

type Members = Pick<NativeType<Layer>, 'methods' | 'attributes'>;

/** What convolutions compute on, which a class of the program may call with a kernel of its own. */
const convolutionOp: NativeFunction = {
  name: 'Conv.convolution_op',
  signature: 'self, inputs, kernel',
  shapesOnly: true,
  call(args, context) {
    const layer = selfLayer(args);
    const convolve = kerasFunction('conv');
    if (!layer || !convolve) return unknown('a convolution that is not known', 'convolution_op');
    const padding = settingOf(layer, 'padding');
    if (padding.kind === 'str' && padding.value === 'causal') return unknown('a causal convolution', 'convolution_op');
    const keywords = new Map([['padding', padding]]);
    for (const name of ['strides', 'dilation_rate', 'data_format']) keywords.set(name, settingOf(layer, name));
    return context.call(convolve, [args.get('inputs'), args.get('kernel')], keywords);
  },
};

const convolution: Members = { methods: methods([convolutionOp]) };

const vocabulary: Members = {
  methods: methods([adaptVocabulary, setVocabulary, getVocabulary, vocabularySize]),
};

const recurrent: Members = { methods: methods([resetState, resetStates]) };

/** What the objects of some preprocessing layers can do beyond other layers. */
const members: Readonly<Record<string, Members>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  Normalization: { methods: methods([adaptNormalization]), attributes: normalizationAttributes },
  Discretization: { methods: methods([adaptDiscretization]) },
  StringLookup: vocabulary,
  IntegerLookup: vocabulary,
  TextVectorization: vocabulary,
};

/** The methods and attributes of a layer's class that no other layer has. */
export function ownMembers(definition: LayerDefinition): Members {
  const carries = definition.states !== undefined || definition.name === 'Bidirectional';
  return members[definition.name] ?? (carries ? recurrent : {});
}

/** By the last part of their names. */
function methods(functions: readonly NativeFunction[]): Readonly<Record<string, NativeFunction>> {
  return Object.fromEntries(functions.map((each) => [each.name.slice(each.name.lastIndexOf('.') + 1), each]));
}
