import type { Layer, LayerCall, Model } from '../model/model.js';
import type { Fault, Recorder } from '../recorder.js';
import type { Node, Range } from '../syntax/tree.js';
import type { FunctionValue, InstanceValue, Value } from '../values/value.js';

/**
 * Tells of code that nobody calls: what its functions show, but nothing of the functions that are called
 * elsewhere with arguments that are known; models as such that do not exist; faults only where they are sure.
 */
export class HypotheticalRecorder implements Recorder {
  constructor(
    private readonly inner: Recorder,
    private readonly run: { readonly frame: { readonly node: object } },
    /** Functions of which all is told already. */
    private readonly settled: ReadonlySet<object>,
    private readonly isSure: (fault: Fault) => boolean,
  ) {}

  value(node: Node, value: Value): void {
    if (this.isShown) this.inner.value(node, value);
  }

  binding(target: Range, name: string, value: Value): void {
    if (this.isShown) this.inner.binding(target, name, value);
  }

  layer(layer: Layer): void {
    if (this.isShown) this.inner.layer(layer);
  }

  layerCall(call: LayerCall): void {
    if (this.isShown) this.inner.layerCall(call);
  }

  model(model: Model): void {
    model.hypothetical = true;
    if (this.isShown) this.inner.model(model);
  }

  use(): void {}

  fault(fault: Fault): void {
    if (this.isShown && this.isSure(fault)) this.inner.fault(fault);
  }

  made(value: FunctionValue | InstanceValue): void {
    this.inner.made(value);
  }

  called(node: Node): void {
    this.inner.called(node);
  }

  private get isShown(): boolean {
    return !this.settled.has(this.run.frame.node);
  }
}
