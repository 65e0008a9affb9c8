import type { Analysis } from '../language/analysis.js';
import { layers } from '../language/layers/index.js';
import { submodules } from '../language/library/index.js';
import type { Layer } from '../language/model/model.js';
import type { NativeType } from '../language/values/native-type.js';
import type { ClassValue, ModuleValue, Value } from '../language/values/value.js';
import { attributeBindings, type Known, layerMeant, layerType } from './names.js';
import { parametersIn, typeMeant } from './signatures.js';

export interface Member {
  readonly name: string;
  readonly kind: 'class' | 'function' | 'method' | 'property' | 'module' | 'constant';
}

/** What can stand behind `known.`, as far as it is known; private names apart. */
export function membersOf(analysis: Analysis, known: Known): readonly Member[] {
  const found = new Map<string, Member>();
  const add = (name: string, kind: Member['kind']) => {
    if (/^[\p{L}]/u.test(name) && !found.has(name)) found.set(name, { name, kind });
  };
  if (known.kind === 'instance') addClass(analysis, known.class, add, true);
  else if (known.kind === 'layer') addType(layerType(known.layer.definition), known.layer, add);
  else if (known.kind === 'made') addType(known.type, undefined, add);
  else if (known.kind === 'value') addValue(analysis, known, known.value, add);
  return [...found.values()];
}

type Add = (name: string, kind: Member['kind']) => void;

function addValue(analysis: Analysis, known: Known, value: Value, add: Add): void {
  switch (value.kind) {
    case 'module':
      addModule(value, add);
      break;
    case 'class':
      addClass(analysis, value, add, false);
      break;
    case 'instance':
      for (const [name, attribute] of value.attributes)
        add(name, attribute.kind === 'function' ? 'method' : 'property');
      addClass(analysis, value.class, add, false);
      break;
    case 'type':
      for (const [name, member] of Object.entries(value.type.statics ?? {})) add(name, kindOf(member));
      break;
    case 'object':
      for (const name of value.attributes.keys()) add(name, 'property');
      addType(value.type, layerMeant(known), add);
      break;
    case 'tensor':
      addType(typeMeant(known), undefined, add);
      break;
    default:
      // Python's own values are other tools' trade.
      break;
  }
}

function addModule(module: ModuleValue, add: Add): void {
  for (const name of module.names()) {
    const member = module.get(name);
    // Only worked out in a run: it is there all the same.
    add(name, member ? kindOf(member) : 'constant');
  }
  for (const name of submodules(module.name)) add(name, 'module');
}

function addClass(analysis: Analysis, type: ClassValue, add: Add, withSelf: boolean): void {
  if (withSelf)
    for (const { name, value } of attributeBindings(analysis, type.node)) add(name, kindOf(value, 'property'));
  for (const [name, member] of type.attributes)
    add(name, member.kind === 'function' ? 'method' : kindOf(member, 'property'));
  for (const base of type.bases) {
    if (base.kind === 'class') addClass(analysis, base, add, withSelf);
    else if (base.kind === 'type') addType(base.type, undefined, add);
  }
}

/** Attributes that are arguments of some layers alone. */
const settings: ReadonlySet<string> = new Set(
  layers
    .flatMap(({ signature }) => parametersIn(signature).map(({ name }) => name))
    .filter((name) => !['name', 'dtype', 'trainable', 'weights'].includes(name)),
);

function addType(type: NativeType | undefined, layer: Layer | undefined, add: Add): void {
  for (let t: NativeType | NativeType<never> | undefined = type; t; t = t.base) {
    for (const name of Object.keys(t.attributes ?? {}))
      if (!layer || !settings.has(name) || Object.hasOwn(layer.arguments, name)) add(name, 'property');
    for (const name of Object.keys(t.methods ?? {})) add(name, 'method');
  }
}

function kindOf(value: Value, otherwise: Member['kind'] = 'constant'): Member['kind'] {
  switch (value.kind) {
    case 'type':
    case 'class':
      return 'class';
    case 'native':
    case 'function':
      return 'function';
    case 'method':
      return 'method';
    case 'module':
      return 'module';
    default:
      return otherwise;
  }
}
