import type { Layer, LayerCall, Model } from '../model/model.js';
import { isOwn } from '../program-files.js';
import type { Fault, Recorder } from '../recorder.js';
import type { Node, Range } from '../syntax/tree.js';
import type { FunctionValue, InstanceValue, Value } from '../values/value.js';

/**
 * Lets through what belongs to the program's own file. What imported files make is placed where the own
 * file imports or calls what makes it, and of that only models and their uses are told.
 */
export class OwnFileRecorder implements Recorder {
  constructor(
    private readonly inner: Recorder,
    private readonly run: { readonly place: Range },
  ) {}

  value(node: Node, value: Value): void {
    if (isOwn(node)) this.inner.value(node, value);
  }

  binding(target: Range, name: string, value: Value): void {
    if (isOwn(target)) this.inner.binding(target, name, value);
  }

  layer(layer: Layer): void {
    if (isOwn(layer.range)) this.inner.layer(layer);
    else layer.range = this.run.place;
  }

  layerCall(call: LayerCall): void {
    if (isOwn(call.range)) this.inner.layerCall(call);
    else call.range = this.run.place;
  }

  model(model: Model): void {
    if (!isOwn(model.range)) model.range = this.run.place;
    this.inner.model(model);
  }

  use(model: Model, method: string, range: Range): void {
    this.inner.use(model, method, isOwn(range) ? range : this.run.place);
  }

  fault(fault: Fault): void {
    if (isOwn(fault.range)) this.inner.fault(fault);
  }

  made(value: FunctionValue | InstanceValue): void {
    if (isOwn(value.kind === 'function' ? value.node : value.class.node)) this.inner.made(value);
  }

  called(node: Node): void {
    if (isOwn(node)) this.inner.called(node);
  }
}
