import type { TypePolicy } from '../../model/model.js';
import { type ElementType, elementTypes, isFloat } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { none, str, unknown, type Value } from '../../values/value.js';
import { members, native } from '../python/define.js';
import { kerasModuleOf } from './class-modules.js';
import { lossScaleType } from './loss-scale.js';
import { plain } from './plain.js';

const SETTING = 'keras.dtype_policy';

interface NamedPolicy extends TypePolicy {
  readonly name: string;
}

const float32: NamedPolicy = { name: 'float32', compute: 'float32', variable: 'float32' };
const policies: ReadonlyMap<string, NamedPolicy> = new Map(
  [
    ...elementTypes
      .filter((type) => type !== 'string')
      .map((type): NamedPolicy => ({ name: type, compute: type, variable: type })),
    { name: 'mixed_float16', compute: 'float16', variable: 'float32' } as const,
    { name: 'mixed_bfloat16', compute: 'bfloat16', variable: 'float32' } as const,
  ].map((policy) => [policy.name, policy] as const),
);

/** `keras.DTypePolicy('mixed_float16')`: what a layer computes in, and what it keeps its weights in. */
const policyType: NativeType<NamedPolicy> = {
  name: 'DTypePolicy',
  module: 'keras',
  home: kerasModuleOf,
  construct: {
    name: 'keras.DTypePolicy',
    signature: 'name=None, loss_scale=None',
    examples: ["keras.DTypePolicy('mixed_float16')", 'keras.DTypePolicy()'],
    call(args, context) {
      const policy = policyOf(args.get('name'), context);
      return policy ? object(policyType, policy) : unknown('the dtype policy is not known', 'DTypePolicy');
    },
  },
  attributes: {
    name: (self) => str(stateOf(self, policyType)?.name ?? ''),
    compute_dtype: (self) => str(stateOf(self, policyType)?.compute ?? ''),
    variable_dtype: (self) => str(stateOf(self, policyType)?.variable ?? ''),
  },
  repr: (self) => `<DTypePolicy "${stateOf(self, policyType)?.name}">`,
};

/** What `dtype=` of a layer means: a policy, its name, or an element type; the global one where it is left out. undefined where it is not known. */
export function policyOf(value: Value | undefined, context: Context): NamedPolicy | undefined {
  if (!value || value.kind === 'none') return globalPolicy(context);
  const held = stateOf(value, policyType);
  if (held) return held;
  const name = value.kind === 'dtype' ? value.dtype : plain(value);
  if (typeof name !== 'string') return undefined;
  const policy = policies.get(name);
  return (
    policy ??
    context.raise(
      'ValueError',
      `Cannot convert '${name}' to a mixed precision DTypePolicy. Valid policies include 'mixed_float16', 'mixed_bfloat16', and the name of any float dtype such as 'float32'.`,
      'layer-argument',
    )
  );
}

/** The policy that the program has set for all layers, else that of `floatx`; undefined where it is not known. */
function globalPolicy(context: Context): NamedPolicy | undefined {
  const set = context.setting(SETTING);
  if (set) return stateOf(set, policyType);
  const floats = context.setting('keras.floatx');
  if (!floats) return float32;
  return floats.kind === 'str' ? policies.get(floats.value) : undefined;
}

/** The element type that `keras.Input` has where it is not told: `keras.config.floatx()`. */
export function floatType(context: Context): ElementType | undefined {
  const floats = context.setting('keras.floatx');
  if (!floats) return 'float32';
  return floats.kind === 'str' ? elementTypes.find((type) => type === floats.value) : undefined;
}

/** As a layer keeps it: nothing for what every layer does by itself, and for what is not known. */
export function layerPolicy(value: Value | undefined, context: Context): TypePolicy | undefined {
  const policy = policyOf(value, context);
  return policy === float32 || !policy || !isFloat(policy.compute) || policy.name === 'float32' ? undefined : policy;
}

export function policyValue(policy: TypePolicy | undefined): Value {
  const named = [...policies.values()].find(
    ({ compute, variable }) => compute === policy?.compute && variable === policy.variable,
  );
  return object(policyType, named ?? float32);
}

const setPolicy = (name: string) =>
  native(name, 'policy', [`${name}('float32')`], (args, context) => {
    const policy = policyOf(args.get('policy'), context);
    context.changeSetting(
      SETTING,
      policy && context.certain ? object(policyType, policy) : unknown('the dtype policy may be another'),
    );
    return none;
  });

const getPolicy = (name: string) =>
  native(name, '', [`${name}()`], (_args, context) => {
    const policy = globalPolicy(context);
    return policy ? object(policyType, policy) : unknown('the dtype policy is not known', name);
  });

const policy: Value = { kind: 'type', type: policyType as NativeType<never> as NativeType };

/** The functions on the policy, where Keras 3 has them and where Keras 2 had them. */
export const policyModules: readonly NativeModule[] = [
  { name: 'keras', members: { DTypePolicy: policy, FloatDTypePolicy: policy } },
  { name: 'keras.dtype_policies', members: { DTypePolicy: policy, FloatDTypePolicy: policy } },
  {
    name: 'keras.config',
    members: members(setPolicy('keras.config.set_dtype_policy'), getPolicy('keras.config.dtype_policy')),
  },
  {
    name: 'keras.mixed_precision',
    members: {
      Policy: policy,
      DTypePolicy: policy,
      LossScaleOptimizer: { kind: 'type', type: lossScaleType as NativeType<never> as NativeType },
      ...members(
        setPolicy('keras.mixed_precision.set_dtype_policy'),
        setPolicy('keras.mixed_precision.set_global_policy'),
        getPolicy('keras.mixed_precision.dtype_policy'),
        getPolicy('keras.mixed_precision.global_policy'),
      ),
    },
  },
  {
    name: 'keras.mixed_precision.experimental',
    members: {
      Policy: policy,
      ...members(
        setPolicy('keras.mixed_precision.experimental.set_policy'),
        getPolicy('keras.mixed_precision.experimental.global_policy'),
      ),
    },
  },
];
