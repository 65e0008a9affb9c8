import type { Range } from '../syntax/tree.js';
import type { ElementType } from '../tensor/element-type.js';
import type { Shape } from '../tensor/shape.js';
import type { Layer, LayerCall, Model, TensorSpec } from './model.js';

/** What a Sequential asks of whoever holds it: to call layers, and to make its input. */
export interface SequentialHost {
  apply(layer: Layer, inputs: readonly TensorSpec[], range: Range): LayerCall;
  input(shape: Shape, dtype: ElementType, range: Range): LayerCall;
  /** Keras makes the model's functional form anew. */
  rebuilt(): void;
  /** Keras makes an InputLayer, of a shape that is not known here. */
  unseenInput(): void;
}

/** A stack of layers; built as soon as it knows the shape of its input. */
export class SequentialModel implements Model {
  readonly kind = 'sequential';
  /** Without the InputLayer, as Keras lists them. */
  readonly layers: Layer[] = [];
  readonly calls: LayerCall[] = [];
  private input: LayerCall | undefined;
  /** Set where a layer cannot be known, or may not be there: the model stays unbuilt from there on. */
  private open = false;
  private unseen = false;
  /** The input that a call made, as against one that the program declared. */
  private madeInput: LayerCall | undefined;

  constructor(
    readonly name: string,
    readonly range: Range,
    private readonly host: SequentialHost,
  ) {}

  get built(): boolean {
    return (
      !this.open && this.input !== undefined && this.layers.length > 0 && this.calls.length === this.layers.length + 1
    );
  }

  /** It has no input of its own: one was made when it was built. */
  get builtLater(): boolean {
    return this.madeInput !== undefined && this.input === this.madeInput;
  }

  get uncertain(): boolean {
    return this.open;
  }

  get inputs(): readonly TensorSpec[] {
    return this.input?.outputs ?? [];
  }

  get outputs(): readonly TensorSpec[] {
    return this.built ? (this.calls.at(-1)?.outputs ?? []) : [];
  }

  /** The InputLayer's call becomes the first; layers that are there already are built on it. */
  start(input: LayerCall): void {
    this.input = input;
    this.calls.splice(0, this.calls.length, input);
    if (!this.open) for (const layer of this.layers) this.extend(layer);
  }

  get started(): boolean {
    return this.input !== undefined;
  }

  add(layer: Layer): void {
    this.layers.push(layer);
    if (this.input && !this.open) this.extend(layer);
  }

  /** A layer that is not known was added, or one that may not be: nothing after it can be known. */
  addUnknown(): void {
    this.open = true;
  }

  /** As Keras does after each change: what has an input and a layer is built. */
  rebuild(): void {
    if (this.input && this.layers.length > 0) this.host.rebuilt();
  }

  pop(): Layer | undefined {
    const layer = this.layers.pop();
    if (this.input) this.calls.length = Math.min(this.calls.length, this.layers.length + 1);
    return layer;
  }

  /** Builds the stack for an input of this shape, batch dim included. */
  build(shape: Shape, dtype: ElementType, range: Range): void {
    if (this.input || this.layers.length === 0) return;
    const before = this.madeInput;
    this.madeInput = before ? inputAgain(before, shape, dtype) : this.host.input(shape, dtype, range);
    this.start(this.madeInput);
    if (!before) this.host.rebuilt();
  }

  /** Lets go of the shapes that a call has given it: the next call gives it others, under the names that there are. */
  unbuild(): boolean {
    if (!this.input || this.input !== this.madeInput) return false;
    this.input = undefined;
    this.calls.length = 0;
    return true;
  }

  /** Called on something unknown: Keras builds it there, if it was not built before. */
  buildUnseen(): void {
    if (this.input || this.unseen || this.layers.length === 0) return;
    this.unseen = true;
    this.host.unseenInput();
    this.host.rebuilt();
  }

  private extend(layer: Layer): void {
    const before = this.calls.at(-1) as LayerCall;
    this.calls.push(this.host.apply(layer, before.outputs, layer.range));
  }
}

function inputAgain(before: LayerCall, shape: Shape, dtype: ElementType): LayerCall {
  const outputs: TensorSpec[] = [];
  const call: LayerCall = { ...before, outputs };
  outputs.push({ shape, dtype, source: { call, index: 0 } });
  return call;
}
