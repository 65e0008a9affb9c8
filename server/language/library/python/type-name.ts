import type { Value } from '../../values/value.js';

const names: Readonly<Partial<Record<Value['kind'], string>>> = {
  none: 'NoneType',
  ellipsis: 'ellipsis',
  'not-implemented': 'NotImplementedType',
  dim: 'int',
  function: 'function',
  native: 'builtin_function_or_method',
  method: 'method',
  class: 'type',
  type: 'type',
};

/** `type(value).__name__`. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case 'tuple':
    case 'list':
    case 'dict':
      return value.type?.name ?? value.kind;
    case 'object':
      return value.type.name;
    case 'instance':
      return value.class.name;
    case 'iterator':
      return value.name;
    case 'set':
      return value.frozen ? 'frozenset' : 'set';
    case 'dtype':
      return value.isClass ? 'type' : 'dtype';
    case 'tensor':
      return value.library === 'numpy' ? 'ndarray' : value.library === 'tensorflow' ? 'EagerTensor' : 'KerasTensor';
    default:
      return names[value.kind] ?? value.kind;
  }
}
