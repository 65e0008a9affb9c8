import type { CallArguments } from '../../layers/call-arguments.js';
import type { Weight } from '../../layers/layer.js';
import { applyLayer } from '../../model/apply-layer.js';
import type { Layer, LayerBody, TensorSpec } from '../../model/model.js';
import { SubclassModel } from '../../model/subclass.js';
import type { Range } from '../../syntax/tree.js';
import { anonymous } from '../../tensor/dim.js';
import type { MaybeShape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { bool, type FunctionValue, type InstanceValue, none, tensor, unknown, type Value } from '../../values/value.js';
import { callValues, shapesIn } from './call-values.js';
import { placesOf } from './model-outputs.js';
import { inside, type ProgramResult, trainingOf, type ValueProgram } from './program-layers.js';
import { coreOf } from './self-layer.js';
import { holdsUnknown, symbolicTensor } from './symbolic.js';
import { trackLayers } from './tracking.js';

/** The computation of an instance of a class of the program: its `build` and its `call`. */
export class ClassProgram implements ValueProgram {
  /** The weights that it made with `add_weight`; the layer's own once it is built. */
  readonly weights: Weight[] = [];
  readonly call: Value | undefined;
  /** While its `build` runs. */
  isBuilding = false;
  private readonly ownBuild: Value | undefined;

  constructor(
    readonly instance: InstanceValue,
    private readonly layer: () => Layer,
    private readonly context: Context,
  ) {
    this.call = this.own('call');
    this.ownBuild = this.own('build');
    // As Keras does: whoever calls `build`, the layer is built by it.
    if (this.ownBuild) instance.attributes.set('build', { kind: 'native', function: this.buildFunction() });
  }

  run(inputs: readonly TensorSpec[], given: CallArguments, _range?: Range, training?: boolean): LayerBody {
    return this.invoke(inputs, given, training).body;
  }

  /** Builds the layer if it is not built, and calls `call` on tensors in the place of the inputs. */
  invoke(inputs: readonly TensorSpec[], given: CallArguments, inRun?: boolean): ProgramResult {
    const { context, instance } = this;
    const training = trainingOf(given, inRun, context);
    const layer = this.layer();
    const first = !layer.weights;
    this.build(given, inputs);
    const { positional, keywords } = withTraining(callValues(given, inputs.map(symbolicTensor)), given, training);
    const { call } = this;
    let known = true;
    const { value, body } = inside(context, inputs, training, () => {
      const made = call ? context.call(call, positional, keywords) : unknown('the class has no `call`', layer.name);
      known = !holdsUnknown(made);
      return made.kind === 'unknown' ? (this.declared(given, inputs) ?? made) : made;
    });
    trackLayers(layer, instance, context);
    if (first && !known && this.mayHoldMore(layer)) layer.uncertain = true;
    if (layer.model instanceof SubclassModel) layer.model.ran(body, given, placesOf(value));
    return { value, body };
  }

  /** Makes the weights for inputs of these shapes, as Keras does before the first call. */
  build(given: CallArguments, inputs: readonly { readonly shape: MaybeShape }[]): void {
    if (this.layer().weights) return;
    if (this.ownBuild) {
      const names = parameterNames(this.ownBuild);
      const keywords = new Map<string, Value>();
      for (const name of names.length > 1 ? names : []) {
        const argument = given.values.get(name.replace(/_shape$/, ''));
        if (argument) keywords.set(name, shapesIn(argument, inputs));
      }
      const alone = names.length ? [shapesIn(given.values.get(given.first), inputs)] : [];
      this.runBuild(keywords.size ? [] : alone, keywords);
    } else buildCore(coreOf(this.layer()), inputs, this.context);
    this.built();
  }

  /** What it has made is now the layer's. */
  built(): void {
    const layer = this.layer();
    trackLayers(layer, this.instance, this.context);
    layer.weights ??= this.weights;
  }

  private buildFunction(): NativeFunction {
    return {
      name: `${this.instance.class.name}.build`,
      signature: '*args, **kwargs',
      call: (args) => {
        if (!this.layer().weights) this.runBuild(args.rest, args.keywords);
        this.built();
        return none;
      },
    };
  }

  private runBuild(positional: readonly Value[], keywords: ReadonlyMap<string, Value>): void {
    if (!this.ownBuild) return;
    const before = this.isBuilding;
    this.isBuilding = true;
    try {
      this.context.call(this.ownBuild, positional, keywords);
    } finally {
      this.isBuilding = before;
    }
  }

  /** A method that the program's class has, bound; not one of the library's. */
  own(name: string): Value | undefined {
    const member = this.context.findAttribute(this.instance, name);
    return isProgramsOwn(member) ? member : undefined;
  }

  /** What `compute_output_shape` says, where `call` cannot be followed. */
  private declared(given: CallArguments, inputs: readonly TensorSpec[]): Value | undefined {
    const method = this.own('compute_output_shape');
    const shape = method && this.context.call(method, [shapesIn(given.values.get(given.first), inputs)]);
    if (shape?.kind !== 'tuple' && shape?.kind !== 'list') return undefined;
    const dims = shape.elements.map((dim, axis) => {
      if (dim.kind === 'int') return dim.value;
      if (dim.kind === 'dim') return dim.dim;
      return dim.kind === 'none' ? ((axis === 0 ? inputs[0]?.shape?.[0] : undefined) ?? anonymous('None')) : undefined;
    });
    return dims.every((dim) => dim !== undefined) ? tensor('keras', 'float32', dims) : undefined;
  }

  /** Whether it may have layers or weights that are not known, once its `call` could not be followed. */
  private mayHoldMore(layer: Layer): boolean {
    return (
      (layer.sublayers ?? []).some((owned) => !owned.weights && !owned.model?.built) ||
      [...this.instance.attributes.values()].some(({ kind }) => kind === 'unknown')
    );
  }
}

/** Keras gives `training` to a `call` that has it among its parameters, wherever somebody has said it. */
function withTraining(
  { positional, keywords }: ReturnType<typeof callValues>,
  given: CallArguments,
  training: boolean | undefined,
): ReturnType<typeof callValues> {
  const at = given.parameters.indexOf('training');
  if (training === undefined || at < 0) return { positional, keywords };
  if (at < positional.length) return { positional: positional.with(at, bool(training)), keywords };
  return { positional, keywords: new Map([...keywords, ['training', bool(training)]]) };
}

/** The weights of the library's layer that a class derives from, where the class leaves them to it and calls it itself. */
function buildCore(core: Layer, inputs: readonly { readonly shape: MaybeShape }[], context: Context): void {
  const [input] = inputs;
  if (core.program || core.weights || core.definition.callSignature || inputs.length !== 1 || !input) return;
  applyLayer(core, [{ shape: input.shape, dtype: 'float32', source: undefined }], context.range);
  core.calls.pop();
}

/** Whether a member is a function of the program, not one of the library. */
export function isProgramsOwn(member: Value | undefined): boolean {
  return member !== undefined && functionOf(member) !== undefined;
}

function functionOf(member: Value): FunctionValue | undefined {
  const inner = member.kind === 'method' ? member.function : member;
  return inner.kind === 'function' ? inner : undefined;
}

/** The parameters of a method, `self` apart. */
function parameterNames(member: Value): readonly string[] {
  return (functionOf(member)?.node.parameters ?? [])
    .slice(1)
    .filter(({ style }) => style !== '*' && style !== '**')
    .map(({ name }) => name);
}

/** A method's parameters in Python's spelling, `self` apart; a default that is there is `...`. */
export function signatureOfMethod(member: Value): string | undefined {
  const method = functionOf(member);
  if (!method) return undefined;
  const parts: string[] = [];
  let keywordOnly = false;
  for (const { name, style } of method.node.parameters.slice(1)) {
    if (style === '**') {
      parts.push(`**${name}`);
      continue;
    }
    if (style === '*' || (style === 'keyword-only' && !keywordOnly)) {
      parts.push(style === '*' ? `*${name}` : '*');
      keywordOnly = true;
    }
    if (style !== '*') parts.push(method.defaults.has(name) ? `${name}=...` : name);
  }
  return parts.join(', ');
}
