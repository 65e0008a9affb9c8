import { countMismatch, inputNames, kerasShape } from '../../model/input-spec.js';
import type { Model } from '../../model/model.js';
import type { Range } from '../../syntax/tree.js';
import type { Context } from '../../values/context.js';
import type { DictValue, Value } from '../../values/value.js';
import { report } from './faults.js';

/** What a model is given: where it stands, and as which argument. */
interface Place {
  readonly argument: string;
  readonly range: Range;
}

type Entry = { key: Value; value: Value };

/**
 * A dict with its values in the order of the model's inputs, as Keras takes them by their names: of the dict that
 * `inputs=` was, else of the input layers. What is no dict, or one that cannot be read by names, is given back as it is.
 * undefined after a fault: a name is missing, or a list stands where only names tell inputs apart.
 */
export function namedInputs(value: Value, model: Model, place: Place, context: Context): Value | undefined {
  const names = inputNames(model);
  if (!names) return value;
  const older = context.host.kerasVersion === 2;
  const { inputKeys } = model;
  if (value.kind === 'list' || value.kind === 'tuple') {
    // Another number of them is a fault of its own.
    const isCounted = value.kind === 'tuple' || !value.rest;
    if (older || !inputKeys || isSorted(inputKeys) || !isCounted || value.elements.length !== names.length)
      return value;
    const message = `\`${model.name}\` takes a dict of ${listed(inputKeys)}, which are not in alphabetical order: give a dict with these names`;
    return misfit(message, structureMismatch(model, value), place, context);
  }
  const given = value.kind === 'dict' ? byName(value) : undefined;
  if (value.kind !== 'dict' || !given) return value;
  const missing = names.find((name) => !given.has(name));
  if (missing === undefined) {
    const entries = [...value.entries].filter(([, entry]) => [...given.values()].includes(entry));
    const idOf = new Map(entries.map(([id, entry]) => [entry, id]));
    const taken = taking(names, given, inputKeys !== undefined && !older);
    return { ...value, entries: new Map(taken.map((entry) => [idOf.get(entry) ?? '', entry])) };
  }
  const keys = [...given.keys()];
  const message = `the dict has no \`${missing}\`: its keys are ${listed(keys)}, but the inputs of \`${model.name}\` are ${listed(names)}`;
  const keras =
    model.kind === 'sequential' && !older
      ? structureMismatch(model, value)
      : `Missing data for input "${missing}". You passed a data dictionary with keys ${pythonList(keys)}. Expected the following keys: ${pythonList(names)}`;
  return misfit(message, keras, place, context);
}

/** Whether a model is given as many tensors as it has inputs; a fault where it is not. */
export function hasCount(count: number, model: Model, place: Place, context: Context): boolean {
  const expected = model.inputs.length;
  if (!model.built || model.kind !== 'functional' || count === expected) return true;
  const names = inputNames(model);
  const inputs = `${expected} input${expected === 1 ? '' : 's'}${names ? `, ${listed(names)}` : ''}`;
  const message = `\`${model.name}\` has ${inputs}, but \`${place.argument}\` has ${count} array${count === 1 ? '' : 's'}`;
  misfit(message, countMismatch(model, count), place, context);
  return false;
}

/** Where a model was made of a dict, Keras 3 sorts all that it is given, and takes as many as it has inputs. */
function taking(names: readonly string[], given: ReadonlyMap<string, Entry>, sorted: boolean): readonly Entry[] {
  const taken = sorted ? [...given.keys()].sort().slice(0, names.length) : names;
  return taken.flatMap((name) => given.get(name) ?? []);
}

/** undefined where a key is no text or is not known, or a value is itself of several tensors. */
function byName({ entries, open }: DictValue): ReadonlyMap<string, Entry> | undefined {
  if (open) return undefined;
  const given = new Map<string, Entry>();
  for (const entry of entries.values()) {
    if (entry.key.kind !== 'str' || ['list', 'tuple', 'dict'].includes(entry.value.kind)) return undefined;
    given.set(entry.key.value, entry);
  }
  return given;
}

function misfit(message: string, keras: string, { argument, range }: Place, context: Context): undefined {
  report('layer-argument', range, { argument, message }, keras, context);
  return undefined;
}

function structureMismatch(model: Model, value: Value): string {
  const names = model.inputs.map(({ source }) => source?.call.layer.name ?? '?');
  const [only] = names;
  const pairs = [...(model.inputKeys ?? [])].map((key) => [key, names[sorted(model.inputKeys).indexOf(key)]] as const);
  const listOf = names.map((name) => `'${name}'`).join(', ');
  const dictOf = pairs.map(([key, name]) => `'${key}': '${name}'`).join(', ');
  const expected = model.inputKeys ? `{${dictOf}}` : names.length === 1 ? only : `[${listOf}]`;
  return `The structure of \`inputs\` doesn't match the expected structure.\nExpected: ${expected}\nReceived: inputs=${received(value)}`;
}

function received(value: Value): string {
  switch (value.kind) {
    case 'tensor':
      return `'Tensor(shape=${value.shape ? kerasShape(value.shape) : '?'})'`;
    case 'list':
      return `[${value.elements.map(received).join(', ')}]`;
    case 'tuple':
      return `(${value.elements.map(received).join(', ')}${value.elements.length === 1 ? ',' : ''})`;
    case 'dict': {
      const entries = [...value.entries.values()];
      return `{${entries.map(({ key, value: each }) => `'${key.kind === 'str' ? key.value : '?'}': ${received(each)}`).join(', ')}}`;
    }
    default:
      return '…';
  }
}

function sorted(keys: readonly string[] = []): readonly string[] {
  return [...keys].sort();
}

function isSorted(keys: readonly string[]): boolean {
  return sorted(keys).every((key, i) => key === keys[i]);
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function pythonList(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`;
}
