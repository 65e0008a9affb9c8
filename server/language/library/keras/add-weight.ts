import { initializerOf, namesInitializer } from '../../layers/initializers.js';
import type { InitializerSpec, Weight } from '../../layers/layer.js';
import { optionOf } from '../../layers/weight-options.js';
import type { Layer } from '../../model/model.js';
import { type ElementType, elementTypes } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { unknown, type Value } from '../../values/value.js';
import { fillWeight } from './apply.js';
import { classProgram } from './class-layers.js';
import { ownInitializer } from './own-initializer.js';
import { ownRule } from './own-rule.js';
import { heldLayer, plain } from './plain.js';
import { shapeOf } from './shapes.js';
import { isUncertain, kerasState } from './state.js';
import { variableOf } from './weight-values.js';

/** Keras 3's order of arguments, and Keras 2's, which begins with the name. */
const keras3 = ['shape', 'initializer', 'dtype', 'trainable'] as const;
const keras2 = ['name', 'shape', 'dtype', 'initializer', 'regularizer', 'trainable', 'constraint'] as const;

/** `self.add_weight(shape=…)`: a weight of a layer of a class of the program. */
export const addWeight: NativeFunction = {
  name: 'Layer.add_weight',
  signature: 'self, *args, **kwargs',
  call(args, context) {
    const self = args.get('self');
    const layer = heldLayer(self);
    const program = classProgram(self);
    if (!layer || !program) return unknown('this layer takes no weights of the program', 'add_weight');
    const weight = weightOf(args, context);
    if (!weight) {
      layer.uncertain = true;
      return unknown('the shape of a weight is not known', 'add_weight');
    }
    if (weight.trainable === undefined || isUncertain(layer, context)) layer.uncertain = true;
    const made: Weight = { ...weight, trainable: weight.trainable ?? true };
    insert(program.weights, made);
    fillWeight(made, layer, context);
    return variableOf(made);
  },
};

/** What the arguments say of a weight; undefined where its shape is not known. */
export function weightOf(
  args: Arguments,
  context: Context,
): (Omit<Weight, 'trainable'> & { readonly trainable: boolean | undefined }) | undefined {
  const order: readonly string[] = args.rest[0]?.kind === 'str' ? keras2 : keras3;
  const get = (name: string): Value | undefined => args.keywords.get(name) ?? args.rest[order.indexOf(name)];
  const given = get('shape');
  const shape = !given || given.kind === 'none' ? [] : shapeOf(given, false);
  if (!shape) return undefined;
  const name = get('name');
  const trainable = get('trainable');
  const dtype = get('dtype');
  const type = typeNamed(dtype && plain(dtype));
  return {
    name: name?.kind === 'str' ? name.value : kerasState(context).names.next('variable'),
    shape,
    dtype: type,
    trainable: trainable ? context.truth(trainable) : true,
    initializer: initializerSpec(get('initializer'), type, context),
    ...option('regularizer', get('regularizer'), context),
    ...option('constraint', get('constraint'), context),
    value: undefined,
  };
}

/** `regularizer=`, `constraint=`: as a layer takes `kernel_regularizer=`. */
function option(kind: 'regularizer' | 'constraint', value: Value | undefined, context: Context) {
  if (!value || value.kind === 'none') return {};
  const given = ownRule(kind, value, context) ?? plain(value);
  const found = given === undefined ? undefined : optionOf(kind, kind, given);
  if (!found && context.host.mode === 'numbers') context.unknown(`this ${kind} is not supported yet`, 'add_weight');
  return found ? { [kind]: found } : {};
}

/** Left out, whole numbers begin with zeros and others are drawn as Glorot's uniform initialiser does. */
function initializerSpec(given: Value | undefined, type: ElementType, context: Context): InitializerSpec {
  if (!given || given.kind === 'none') {
    return type.startsWith('float') ? initializerOf('glorot_uniform', 'initializer') : { name: 'Zeros' };
  }
  const own = ownInitializer(given, context);
  const named = own ?? plain(given);
  return named !== undefined && (own || namesInitializer(named))
    ? initializerOf(named, 'initializer')
    : { name: 'Undrawn', of: undefined };
}

function typeNamed(name: unknown): ElementType {
  return elementTypes.find((type) => type === name) ?? 'float32';
}

/** Keras lists trainable weights first. */
function insert(weights: Layer['weights'] & Weight[], weight: Weight): void {
  const at = weight.trainable ? weights.findIndex((each) => !each.trainable) : -1;
  weights.splice(at < 0 ? weights.length : at, 0, weight);
}
