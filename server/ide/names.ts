import type { Analysis, Binding } from '../language/analysis.js';
import type { LayerDefinition } from '../language/layers/layer.js';
import { findModule, typeOf } from '../language/library/index.js';
import { layerOf, layerTypes } from '../language/library/keras/layer-objects.js';
import { modelOf } from '../language/library/keras/model-objects.js';
import type { Layer, Model } from '../language/model/model.js';
import { isOwn } from '../language/program-files.js';
import type { ClassDefinition, FunctionDefinition, Range, Statement } from '../language/syntax/tree.js';
import type { NativeType } from '../language/values/native-type.js';
import type { ClassValue, Value } from '../language/values/value.js';
import { layerDefinition } from './layer-definitions.js';
import type { Path, Step } from './paths.js';
import { blocks, statements } from './statements.js';

/** What a path is known to mean, from what the analysis kept: nothing is run for it. */
export type Known =
  | { readonly kind: 'value'; readonly value: Value }
  /** Something of a type of which no more is known: what a constructor makes. */
  | { readonly kind: 'made'; readonly type: NativeType }
  | { readonly kind: 'layer'; readonly layer: Layer }
  | { readonly kind: 'layers'; readonly layers: readonly Layer[] }
  /** An object of a class of the program: `self` in its methods, or what its constructor makes. */
  | { readonly kind: 'instance'; readonly class: ClassValue };

/** What a path means at a place of the text; undefined where that is not known. */
export function meaningOf(analysis: Analysis, path: Path, offset: number = path.start): Known | undefined {
  let known = nameMeaning(analysis, path.root, offset);
  for (let i = 0; known && i < path.steps.length; i += 1) {
    const step = path.steps[i] as Step;
    const next = path.steps[i + 1];
    const model = step.kind === 'attribute' && step.name === 'get_layer' ? modelMeant(known) : undefined;
    if (model && next?.kind === 'call') {
      const layer = model.layers.find(({ name }) => name === next.argument);
      known = layer && { kind: 'layer', layer };
      i += 1;
    } else {
      known = stepFrom(analysis, known, step);
    }
  }
  return known;
}

/** The bindings of a name that can be meant at a place: of the innermost function around it that binds it, else of the module. */
export function bindingsOf(analysis: Analysis, name: string, offset: number): readonly Binding[] {
  const all = analysis.bindings.filter(
    (binding) => binding.name === name && isOwn(binding.target) && !isAttribute(analysis, binding.target),
  );
  if (all.length === 0) return all;
  const around = scopesAt(analysis, offset);
  const byScope = all.map((binding) => [binding, scopesAt(analysis, binding.target.start).at(-1)] as const);
  for (const scope of [...around.toReversed(), undefined]) {
    // A class's own names are not seen in its methods.
    if (scope?.kind === 'Class' && scope !== around.at(-1)) continue;
    const here = byScope.filter(([, own]) => own === scope).map(([binding]) => binding);
    if (here.length > 0) return here;
  }
  return [];
}

function nameMeaning(analysis: Analysis, name: string, offset: number): Known | undefined {
  const bindings = bindingsOf(analysis, name, offset);
  const before = bindings.filter(({ target }) => target.start < offset);
  const found = (before.length > 0 ? before : bindings).at(-1);
  if (found) return valueMeaning(found.value);
  const scopes = scopesAt(analysis, offset);
  const method = scopes.at(-1);
  if (method?.kind === 'Function' && method.parameters.some((parameter) => parameter.name === name)) {
    const owner = scopes.at(-2);
    const isSelf = owner?.kind === 'Class' && method.parameters[0]?.name === name;
    const value = isSelf && classOf(analysis, owner);
    return value ? { kind: 'instance', class: value } : undefined;
  }
  for (const statement of statements(analysis.module.body)) {
    if (statement.kind !== 'ImportFrom' || !statement.names.some((alias) => alias.name === '*')) continue;
    const value = statement.level === 0 ? findModule(statement.module)?.get(name) : undefined;
    if (value && value.kind !== 'unknown') return valueMeaning(value);
  }
  return undefined;
}

function valueMeaning(value: Value): Known | undefined {
  return value.kind === 'unknown' ? undefined : { kind: 'value', value };
}

/** The functions and classes around a place, the outermost first. */
export function scopesAt({ module }: Analysis, offset: number): readonly (FunctionDefinition | ClassDefinition)[] {
  const scopes: (FunctionDefinition | ClassDefinition)[] = [];
  for (let body: readonly Statement[] | undefined = module.body; body; ) {
    const around: Statement | undefined = statementAround(body, offset);
    if (!around) break;
    const within = blocks(around).find((block) => (block[0]?.start ?? Infinity) <= offset);
    if (around.kind === 'Function' || around.kind === 'Class') {
      // The name, the decorators and the defaults belong outside; parameters do not matter here.
      if (!within && offset <= around.nameStart + around.name.length) break;
      scopes.push(around);
    }
    body = blocks(around).findLast((block) => (block[0]?.start ?? Infinity) <= offset);
  }
  return scopes;
}

function statementAround(body: readonly Statement[], offset: number): Statement | undefined {
  let low = 0;
  for (let high = body.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((body[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = body[low - 1];
  return found && offset <= found.end ? found : undefined;
}

function isAttribute({ text }: Analysis, { start }: Range): boolean {
  return text[start - 1] === '.';
}

function classOf({ bindings }: Analysis, node: ClassDefinition): ClassValue | undefined {
  for (const { value } of bindings)
    if (value.kind === 'class' && isOwn(value.node) && value.node.start === node.start) return value;
  return undefined;
}

function stepFrom(analysis: Analysis, known: Known, step: Step): Known | undefined {
  switch (step.kind) {
    case 'attribute':
      return attributeOf(analysis, known, step.name);
    case 'call':
      return resultOf(known);
    default:
      return itemOf(known, step.key);
  }
}

/** `known.name`. */
export function attributeOf(analysis: Analysis, known: Known, name: string): Known | undefined {
  if (known.kind === 'instance') return memberOfInstance(analysis, known.class, name);
  if (known.kind === 'layer') return memberOfType(layerType(known.layer.definition), name);
  if (known.kind === 'layers') return undefined;
  if (known.kind === 'made') return memberOfType(known.type, name);
  const { value } = known;
  const model = modelOf(value)?.model;
  if (model && name === 'layers') return { kind: 'layers', layers: model.layers };
  switch (value.kind) {
    case 'module': {
      const member = value.get(name);
      return member && valueMeaning(member);
    }
    case 'class':
      return memberOfInstance(analysis, value, name, false);
    case 'instance': {
      const own = value.attributes.get(name);
      if (own) return valueMeaning(own);
      const member = memberOfInstance(analysis, value.class, name, false);
      return member?.kind === 'value' && member.value.kind === 'function'
        ? { kind: 'value', value: { kind: 'method', self: value, function: member.value } }
        : member;
    }
    case 'type': {
      const member = value.type.statics?.[name];
      return member && valueMeaning(member);
    }
    case 'object': {
      const own = value.attributes.get(name);
      return own ? valueMeaning(own) : memberOfType(value.type, name);
    }
    default:
      return memberOfType(typeOf(value), name);
  }
}

/** A member that the class or one that it derives from defines, or that a method sets: `self.dense = …`. */
function memberOfInstance(analysis: Analysis, type: ClassValue, name: string, sets = true): Known | undefined {
  const own = type.attributes.get(name);
  if (own) return valueMeaning(own);
  const set = sets && isOwn(type.node) && attributeBindings(analysis, type.node).findLast((each) => each.name === name);
  if (set) return valueMeaning(set.value);
  for (const base of type.bases) {
    const found =
      base.kind === 'class'
        ? memberOfInstance(analysis, base, name, sets)
        : base.kind === 'type'
          ? memberOfType(base.type, name)
          : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What the methods of a class set on `self`, in the order of the run. */
export function attributeBindings(analysis: Analysis, within: Range): readonly Binding[] {
  return analysis.bindings.filter(
    ({ target }) =>
      within.start <= target.start &&
      target.end <= within.end &&
      analysis.text.slice(target.start - 5, target.start) === 'self.',
  );
}

function memberOfType(type: NativeType | undefined, name: string): Known | undefined {
  for (let t: NativeType | NativeType<never> | undefined = type; t; t = t.base) {
    const method = t.methods && Object.hasOwn(t.methods, name) ? t.methods[name] : undefined;
    if (method)
      return {
        kind: 'value',
        value: { kind: 'method', self: { kind: 'none' }, function: { kind: 'native', function: method } },
      };
  }
  return undefined;
}

function resultOf(known: Known): Known | undefined {
  if (known.kind !== 'value') return undefined;
  const { value } = known;
  if (value.kind === 'type') return { kind: 'made', type: value.type };
  return value.kind === 'class' ? { kind: 'instance', class: value } : undefined;
}

function itemOf(known: Known, key: number | string | undefined): Known | undefined {
  if (key === undefined) return undefined;
  if (known.kind === 'layers') {
    const layer = typeof key === 'number' ? known.layers.at(key) : undefined;
    return layer && { kind: 'layer', layer };
  }
  if (known.kind !== 'value') return undefined;
  const { value } = known;
  if ((value.kind === 'list' || value.kind === 'tuple') && typeof key === 'number') {
    const element = value.elements.at(key);
    return element && valueMeaning(element);
  }
  if (value.kind !== 'dict') return undefined;
  for (const entry of value.entries.values())
    if ((entry.key.kind === 'str' || entry.key.kind === 'int') && entry.key.value === key)
      return valueMeaning(entry.value);
  return undefined;
}

/** The model that something is. */
export function modelMeant(known: Known): Model | undefined {
  if (known.kind === 'layer') return known.layer.model;
  return known.kind === 'value' ? modelOf(known.value)?.model : undefined;
}

/** The layer that something is: a value of the program, or one of a model's layers. */
export function layerMeant(known: Known): Layer | undefined {
  if (known.kind === 'layer') return known.layer;
  return known.kind === 'value' ? layerOf(known.value) : undefined;
}

/** The definition of the layer that something is, or that it makes: `layers.Dense`. */
export function definitionMeant(known: Known): LayerDefinition | undefined {
  const layer = layerMeant(known);
  if (layer) return layer.definition;
  if (known.kind === 'made') return layerDefinition(known.type);
  return known.kind === 'value' && known.value.kind === 'type' ? layerDefinition(known.value.type) : undefined;
}

export function layerType({ name }: LayerDefinition): NativeType | undefined {
  return layerTypes.get(name) as NativeType | undefined;
}
