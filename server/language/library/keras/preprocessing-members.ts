import type { LayerDefinition } from '../../layers/layer.js';
import type { Layer } from '../../model/model.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { adaptDiscretization } from './adapt-discretization.js';
import { adaptNormalization, normalizationAttributes } from './adapt-normalization.js';
import { adaptVocabulary, getVocabulary, setVocabulary, vocabularySize } from './adapt-vocabulary.js';

type Members = Pick<NativeType<Layer>, 'methods' | 'attributes'>;

const vocabulary: Members = {
  methods: methods([adaptVocabulary, setVocabulary, getVocabulary, vocabularySize]),
};

/** What the objects of some preprocessing layers can do beyond other layers. */
const members: Readonly<Record<string, Members>> = {
  Normalization: { methods: methods([adaptNormalization]), attributes: normalizationAttributes },
  Discretization: { methods: methods([adaptDiscretization]) },
  StringLookup: vocabulary,
  IntegerLookup: vocabulary,
  TextVectorization: vocabulary,
};

/** The methods and attributes of a layer's class that no other layer has. */
export function ownMembers(definition: LayerDefinition): Members {
  return members[definition.name] ?? {};
}

/** By the last part of their names. */
function methods(functions: readonly NativeFunction[]): Readonly<Record<string, NativeFunction>> {
  return Object.fromEntries(functions.map((each) => [each.name.slice(each.name.lastIndexOf('.') + 1), each]));
}
