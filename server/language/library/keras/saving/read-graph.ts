import type { Context } from '../../../values/context.js';
import { list, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { kerasFunction } from '../ops/functions.js';
import { heldLayer } from '../plain.js';
import { tensorsOf } from '../symbolic.js';
import { elementsOf, entryOf } from './objects.js';
import { operationClass } from './operation-classes.js';
import { keyOfList, readOperation } from './operations.js';
import { freeze, functionalModelValue, objectOf, type Reading, tensorOfInput } from './read-config.js';

/** A functional model of its configuration: its layers are made, then called as they were. */
export function functionalOf(config: Value, from: Reading): Value {
  const { context } = from;
  const graph = new ReadGraph(from);
  for (const written of elementsOf(entryOf(config, 'layers'))) graph.make(written);
  graph.callAll();
  const inputs = graph.structure(entryOf(config, 'input_layers'));
  const outputs = graph.structure(entryOf(config, 'output_layers'));
  const value = functionalModelValue(inputs, outputs, entryOf(config, 'name'), context);
  freeze(value, config, context);
  return value;
}

interface Pending {
  readonly layer: string;
  readonly node: Value;
}

class ReadGraph {
  private readonly layers = new Map<string, Value>();
  /** By layer, call after call. */
  private readonly outputs = new Map<string, (readonly TensorValue[])[]>();
  private pending: Pending[] = [];
  private isOlder = false;
  private readonly context: Context;

  constructor(private readonly from: Reading) {
    this.context = from.context;
  }

  make(written: Value): void {
    const name = entryOf(written, 'name') ?? entryOf(entryOf(written, 'config'), 'name');
    if (name?.kind !== 'str') {
      this.damaged('a layer has no name');
      return;
    }
    if (this.layers.has(name.value)) this.damaged(`two layers are named '${name.value}'`);
    if (isOperation(written)) {
      this.layers.set(name.value, written);
    } else {
      const value = objectOf(written, this.from);
      this.layers.set(name.value, value);
      if (heldLayer(value)?.definition.name === 'InputLayer') {
        const tensor = tensorOfInput(value);
        if (tensor.kind === 'tensor') this.outputs.set(name.value, [[tensor]]);
        return;
      }
    }
    for (const node of elementsOf(entryOf(written, 'inbound_nodes'))) this.pending.push({ layer: name.value, node });
  }

  /** Each call once all that it takes is there; those of one layer in their order. */
  callAll(): void {
    while (this.pending.length > 0) {
      const waiting: Pending[] = [];
      const held = new Set<string>();
      for (const each of this.pending) {
        if (held.has(each.layer) || !this.callOne(each)) {
          held.add(each.layer);
          waiting.push(each);
        }
      }
      if (waiting.length === this.pending.length) {
        // What only computes masks is made anew by the layers that need them.
        const [first] = waiting.filter(({ layer }) => !isOperation(this.layers.get(layer)));
        if (!first) return;
        this.damaged(`layer '${first.layer}' is called on a tensor that no layer gives`);
        return;
      }
      this.pending = waiting;
    }
  }

  private callOne({ layer, node }: Pending): boolean {
    const value = this.layers.get(layer);
    const call = this.argumentsOf(node);
    if (!call || !value) return false;
    if (isOperation(value)) return this.operate(layer, value, call);
    const result = this.context.call(value, call.positional, call.keywords);
    const tensors = tensorsOf(result, this.context);
    if (!tensors) {
      this.context.unknown(`what layer '${layer}' of the model gives is not known`, layer);
      return true;
    }
    this.outputs.set(layer, [...(this.outputs.get(layer) ?? []), tensors]);
    return true;
  }

  /** Operations that are there for masks alone are left out: whatever needs another one says so. */
  private operate(
    layer: string,
    written: Value,
    call: { readonly positional: readonly Value[]; readonly keywords: ReadonlyMap<string, Value> },
  ): boolean {
    const operation = readOperation(written);
    const callee = operation && kerasFunction(operation.name);
    if (operation && callee) {
      const [first, ...others] = call.positional;
      const positional =
        operation.name === 'get_item' && first
          ? [first, keyOfList(others[0])]
          : [...operation.leading, ...call.positional];
      const given = new Map([
        ...operation.keywords,
        ...[...call.keywords].filter(([, value]) => value.kind !== 'none'),
      ]);
      const tensors = tensorsOf(this.context.call(callee, positional, given), this.context);
      if (tensors) {
        this.outputs.set(layer, [...(this.outputs.get(layer) ?? []), tensors]);
        return true;
      }
    }
    const type = entryOf(written, 'class_name');
    if (type?.kind === 'str' && (type.value === 'NotEqual' || type.value === 'Any')) return false;
    this.context.unknown(
      `the model has the operation ${layer} (${type?.kind === 'str' ? type.value : '?'}) between its layers, and reading operations is not supported yet: build the model in the script and load its weights with load_weights`,
      'load_model',
    );
    return false;
  }

  private argumentsOf(
    node: Value,
  ): { readonly positional: readonly Value[]; readonly keywords: ReadonlyMap<string, Value> } | undefined {
    if (node.kind === 'list') return this.olderArguments(node);
    const positional: Value[] = [];
    for (const each of elementsOf(entryOf(node, 'args'))) {
      const value = this.filled(each);
      if (!value) return undefined;
      positional.push(value);
    }
    const keywords = new Map<string, Value>();
    const given = entryOf(node, 'kwargs');
    if (given?.kind === 'dict')
      for (const { key, value } of given.entries.values()) {
        if (key.kind !== 'str' || key.value === 'mask' || value.kind === 'none') continue;
        const filled = this.filled(value);
        if (!filled) return undefined;
        keywords.set(key.value, filled);
      }
    return { positional, keywords };
  }

  /** Keras 2 and 1: a call is a list of tensors, `[layer, call, place, keywords]` each. */
  private olderArguments(node: Value) {
    this.isOlder = true;
    const keywords = new Map<string, Value>();
    const tensors: Value[] = [];
    const entries = isHistory(node) ? [node] : elementsOf(node);
    for (const entry of entries) {
      const tensor = this.tensorAt(entry);
      if (!tensor) return undefined;
      tensors.push(tensor);
      const given = elementsOf(entry)[3];
      if (given?.kind !== 'dict') continue;
      for (const { key, value } of given.entries.values()) {
        if (key.kind !== 'str' || key.value === 'mask' || value.kind === 'none') continue;
        const filled = isHistory(value) ? this.tensorAt(value) : this.filled(value);
        if (!filled) return undefined;
        keywords.set(key.value, filled);
      }
    }
    const first = tensors.length === 1 ? (tensors[0] as Value) : list(tensors);
    return { positional: tensors.length ? [first] : [], keywords };
  }

  /** A value in which tensors stand for their descriptions; undefined where one is not there yet. */
  private filled(value: Value): Value | undefined {
    const type = entryOf(value, 'class_name');
    if (type?.kind === 'str' && type.value === '__keras_tensor__')
      return this.tensorAt(entryOf(entryOf(value, 'config'), 'keras_history'));
    if (value.kind === 'list' || value.kind === 'tuple') {
      const elements = value.elements.map((each) => this.filled(each));
      if (!elements.every((each) => each !== undefined)) return undefined;
      return value.kind === 'list' ? list(elements) : tuple(elements);
    }
    return value;
  }

  private tensorAt(history: Value | undefined, older = this.isOlder): TensorValue | undefined {
    const [layer, call, place] = elementsOf(history);
    if (layer?.kind !== 'str') {
      this.damaged('a call of a layer names no tensor');
      return undefined;
    }
    if (!this.layers.has(layer.value))
      this.damaged(`a call takes the tensor of a layer '${layer.value}' that is not there`);
    const calls = this.outputs.get(layer.value);
    const counted = call?.kind === 'int' ? call.value : 0;
    // Keras 2 counts among a model's calls the one that built it.
    const at = older && heldLayer(this.layers.get(layer.value) as Value)?.model ? Math.max(0, counted - 1) : counted;
    const index = place?.kind === 'int' ? place.value : 0;
    return calls?.[at]?.[index];
  }

  /** Inputs or outputs of the model: one tensor, a list, a dict. */
  structure(written: Value | undefined): Value {
    if (isHistory(written)) return this.tensorAt(written) ?? this.lost();
    if (written?.kind === 'dict') {
      return {
        ...written,
        entries: new Map(
          [...written.entries].map(([key, entry]) => [key, { key: entry.key, value: this.structure(entry.value) }]),
        ),
      };
    }
    const all = elementsOf(written).map((each) => this.structure(each));
    return all.length === 1 ? (all[0] as Value) : list(all);
  }

  private lost(): Value {
    this.damaged('an input or output of the model is not there');
    return list([]);
  }

  private damaged(what: string): void {
    this.context.raise('ValueError', `The model's configuration is damaged: ${what}.`);
  }
}

/** `['dense', 0, 0]`, with keywords behind it in Keras 2. */
function isHistory(value: Value | undefined): boolean {
  const [layer, call] = elementsOf(value);
  return layer?.kind === 'str' && call?.kind === 'int';
}

/** A function on tensors as a node of the graph. */
function isOperation(written: Value | undefined): boolean {
  const module = entryOf(written, 'module');
  if (module?.kind === 'str') return module.value.startsWith('keras.src.ops');
  // An .h5 file does not say where a class is from: every layer can be frozen, no operation can.
  const name = entryOf(written, 'class_name');
  const isLayer = entryOf(entryOf(written, 'config'), 'trainable') !== undefined;
  return name?.kind === 'str' && !isLayer && operationClass(name.value) !== undefined;
}
