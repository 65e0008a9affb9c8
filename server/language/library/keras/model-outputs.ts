import type { Model, OutputStructure } from '../../model/model.js';
import { list, tuple, type Value } from '../../values/value.js';
import { dict } from './history.js';
import { inOrder } from './symbolic.js';

/** What a model gives, a value for each output: that value, or lists, tuples and dicts of them as its `outputs=` or its `call` has them. */
export function structured(model: Model, values: readonly Value[]): Value {
  const { outputKeys, outputStructure } = model;
  if (outputStructure !== undefined) return placed(outputStructure, values);
  if (!outputKeys) return values.length === 1 ? (values[0] as Value) : list([...values]);
  const sorted = [...outputKeys].sort();
  return dict(outputKeys.map((key) => [key, values[sorted.indexOf(key)] as Value]));
}

function placed(structure: OutputStructure, values: readonly Value[]): Value {
  if (typeof structure === 'number') return values[structure] as Value;
  if (structure.kind === 'dict') return dict(structure.entries.map(([key, part]) => [key, placed(part, values)]));
  const parts = structure.parts.map((part) => placed(part, values));
  return structure.kind === 'list' ? list(parts) : tuple(parts);
}

/** In what a model gives its outputs. */
export function placesOf(outputs: Value): Pick<Model, 'outputKeys' | 'outputStructure'> {
  const outputKeys = keysOf(outputs);
  if (outputKeys) return { outputKeys };
  const structure = outputs.kind === 'tensor' ? undefined : structureOf(outputs, { next: 0 });
  return structure === undefined ? {} : { outputStructure: structure };
}

/** undefined where something else stands among the tensors, which are counted as `tensorsIn` lists them. */
function structureOf(value: Value, counter: { next: number }): OutputStructure | undefined {
  if (value.kind === 'tensor') {
    counter.next += 1;
    return counter.next - 1;
  }
  if (value.kind === 'list' || value.kind === 'tuple') {
    if (value.kind === 'list' && value.rest) return undefined;
    const parts = value.elements.map((each) => structureOf(each, counter));
    return parts.every((part) => part !== undefined) ? { kind: value.kind, parts } : undefined;
  }
  if (value.kind !== 'dict' || value.open) return undefined;
  const found = new Map(inOrder(value).map(([id, { value: entry }]) => [id, structureOf(entry, counter)]));
  const entries: [string, OutputStructure][] = [];
  for (const [id, { key }] of value.entries) {
    const part = found.get(id);
    if (key.kind !== 'str' || part === undefined) return undefined;
    entries.push([key.value, part]);
  }
  return { kind: 'dict', entries };
}

/**
 * Where each output stands in lists and dicts that are within one another: the keys and numbers that lead to it, without its
 * own number in the last list, of which `/` is left. undefined where the outputs are one list.
 */
export function nestedPaths({ outputStructure, outputs }: Model): readonly string[] | undefined {
  if (outputStructure === undefined || typeof outputStructure === 'number') return undefined;
  if (outputStructure.kind !== 'dict' && outputStructure.parts.every((part) => typeof part === 'number'))
    return undefined;
  const paths: string[] = outputs.map(() => '');
  const walk = (structure: OutputStructure, path: string) => {
    if (typeof structure === 'number') paths[structure] = path;
    else if (structure.kind === 'dict')
      for (const [key, part] of structure.entries) walk(part, path + (typeof part === 'number' ? key : `${key}/`));
    else
      for (const [i, part] of structure.parts.entries()) walk(part, typeof part === 'number' ? path : `${path}${i}/`);
  };
  walk(outputStructure, '');
  return paths;
}

/** The keys of a dict of tensors; undefined for all else, and where an OrderedDict has them in an order of its own. */
export function keysOf(tensors: Value): readonly string[] | undefined {
  if (tensors.kind !== 'dict' || tensors.open) return undefined;
  const entries = [...tensors.entries.values()];
  const keys = entries.flatMap(({ key, value }) => (key.kind === 'str' && value.kind === 'tensor' ? [key.value] : []));
  const isOwnOrder =
    tensors.type?.name === 'OrderedDict' && keys.some((key, i) => i > 0 && key < (keys[i - 1] as string));
  return keys.length === entries.length && keys.length > 0 && !isOwnOrder ? keys : undefined;
}
