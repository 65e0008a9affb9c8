import type { TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { fileName, onFile } from '../file-functions.js';
import { WireError } from '../records/wire.js';
import { BundleReader, bundleOf, dataSuffix, type Stored } from './bundle.js';
import { type GraphNode, graphBytes, graphKey, graphOf, keyOf } from './object-graph.js';
import type { Trackable } from './trackable.js';

/** Writes an object and all that it holds as a checkpoint: its data first, so that one with an index is whole. */
export function writeCheckpoint(prefix: string, root: Trackable, context: Context): void {
  const { nodes, tensors } = written(root, context);
  tensors.set(graphKey, graphBytes(nodes));
  const { index, data } = bundleOf(tensors);
  onFile(prefix, context, () => {
    const folder = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')));
    if (folder) context.host.makeFolder?.(folder);
    replaceFile(`${prefix}${dataSuffix}`, data, context);
    replaceFile(`${prefix}.index`, index, context);
  });
}

/** Replaces a file in one step, where the host can. */
export function replaceFile(file: string, bytes: Uint8Array, { host }: Context): void {
  if (host.replaceFile) host.replaceFile(file, bytes);
  else host.writeFile(file, bytes);
}

/** Numbers the objects by how near they are, as TensorFlow does: a variable's key is the first way to it. */
function written(root: Trackable, context: Context): { nodes: GraphNode[]; tensors: Map<string, Stored> } {
  const numbers = new Map<object, number>([[root.of, 0]]);
  const waiting: (readonly [Trackable, readonly string[]])[] = [[root, []]];
  const nodes: GraphNode[] = [];
  const tensors = new Map<string, Stored>();
  for (const [held, path] of waiting) {
    const { variable } = held;
    const children = new Map<string, number>();
    for (const [name, child] of held.children()) {
      let number = numbers.get(child.of);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(child.of, number);
        waiting.push([child, [...path, name]]);
      }
      children.set(name, number);
    }
    const key = variable && keyOf(path);
    nodes.push({ children: [...children], key, fullName: variable?.name });
    if (!variable || !key) continue;
    const value = variable.read();
    if (value) tensors.set(key, value);
    else context.unknown(`the variable ${variable.name} has no value`, 'tf.train.Checkpoint');
  }
  return { nodes, tensors };
}

/** A checkpoint as it is found on the disk. */
export interface Saved {
  readonly nodes: readonly GraphNode[];
  readonly names: readonly string[];
  shapeOf(name: string): readonly number[] | undefined;
  /** undefined: of a type that is not read. */
  tensor(name: string): TensorData | undefined;
}

/** Opens a checkpoint by its name without endings; raises as TensorFlow does where there is none, or a damaged one. */
export function openCheckpoint(prefix: string, context: Context): Saved | undefined {
  const { host } = context;
  if (host.fileKind(`${prefix}.index`) !== 'file') {
    if (host.fileKind(prefix) !== null)
      return context.raise(
        'DataLossError',
        `Unable to open table file ${prefix}: perhaps your file is in a different file format and you need to use a different restore operator?`,
      );
    return context.raise(
      'NotFoundError',
      `Error when restoring from checkpoint or SavedModel at ${prefix}: Unsuccessful TensorSliceReader constructor: Failed to find any matching files for ${prefix}\nPlease double-check that the path is correct. You may be missing the checkpoint suffix (e.g. the '-1' in 'path/to/ckpt-1').`,
    );
  }
  const bytes = (ending: string) =>
    onFile(`${prefix}${ending}`, context, () => host.readFile(`${prefix}${ending}`)) ?? new Uint8Array();
  const checked = <Result>(read: () => Result): Result => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return context.raise('DataLossError', `The checkpoint ${prefix} cannot be read: ${error.message}`);
    }
  };
  const reader = checked(() => new BundleReader(bytes('.index'), bytes));
  const graph = checked(() => reader.text(graphKey));
  return {
    nodes: graph ? checked(() => graphOf(graph)) : [],
    names: reader.names,
    shapeOf: (name) => reader.shapeOf(name),
    tensor: (name) => checked(() => reader.tensor(name)),
  };
}

/** The name of a checkpoint: text, a path, or a tensor of a string; without the ending of its index. */
export function checkpointName(value: Value, context: Context): string | undefined {
  return fileName(value, context)?.replace(/\.index$/, '');
}
