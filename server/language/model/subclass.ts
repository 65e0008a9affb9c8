import type { CallArguments } from '../layers/call-arguments.js';
import type { Range } from '../syntax/tree.js';
import type { Layer, LayerBody, LayerCall, Model, OutputStructure, TensorSpec } from './model.js';

/** A model of a class of the program: its layers are its attributes, and what it computes is known from its last call. */
export class SubclassModel implements Model {
  readonly kind = 'subclass';
  private body: LayerBody | undefined;
  private given: CallArguments | undefined;
  private keys: readonly string[] | undefined;
  private structure: OutputStructure | undefined;

  constructor(
    readonly name: string,
    readonly range: Range,
    /** The model as a layer: its own weights and the layers that it owns. */
    readonly own: () => Layer,
  ) {}

  get built(): boolean {
    return this.own().weights !== undefined;
  }

  get layers(): readonly Layer[] {
    return this.own().sublayers ?? [];
  }

  get calls(): readonly LayerCall[] {
    return this.body?.calls ?? [];
  }

  get inputs(): readonly TensorSpec[] {
    return this.body?.inputs ?? [];
  }

  get outputs(): readonly TensorSpec[] {
    return this.body?.outputs ?? [];
  }

  get outputKeys(): readonly string[] | undefined {
    return this.keys;
  }

  get outputStructure(): OutputStructure | undefined {
    return this.structure;
  }

  get uncertain(): boolean {
    return this.own().uncertain ?? false;
  }

  /** What a call did, and in what it gave its outputs. */
  ran(
    body: LayerBody,
    given: CallArguments,
    { outputKeys, outputStructure }: Pick<Model, 'outputKeys' | 'outputStructure'>,
  ): void {
    this.body = body;
    this.given = given;
    this.keys = outputKeys;
    this.structure = outputStructure;
  }

  again(inputs: readonly TensorSpec[], training: boolean): LayerBody | undefined {
    return this.given && this.own().program?.run(inputs, this.given, this.range, training);
  }
}
