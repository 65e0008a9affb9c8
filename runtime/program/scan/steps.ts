import { type Dim, same } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Application } from '../tape.js';
import { batched } from './batchable.js';
import type { Scan } from './scan.js';

/** Where a tensor of a step stands in the graph around it. */
type Place =
  /** It is the same at each step. */
  | { readonly kind: 'constant'; readonly tensor: SymbolicTensor }
  /** It is known for all steps at once, along a first axis. */
  | { readonly kind: 'stacked'; readonly tensor: SymbolicTensor }
  /** Only the step itself can tell. */
  | { readonly kind: 'step' };

/** Operators that give something else each time. */
const random = /^(Dropout|Random|Bernoulli|Multinomial)/;

/**
 * What happens at each step, taken apart: what is the same at each step is computed once, what does not depend on the
 * step before is computed for all steps at once, and only the rest is left in the loop.
 */
export class Steps {
  private readonly places = new Map<string, Place>();
  private readonly loop: Application[] = [];
  private readonly carried: { readonly inside: SymbolicTensor; readonly initial: SymbolicTensor }[] = [];
  private readonly collected = new Map<string, SymbolicTensor>();

  constructor(
    private readonly outer: GraphBuilder,
    private readonly reverse: boolean,
  ) {}

  constant(inside: SymbolicTensor, tensor: SymbolicTensor): void {
    this.places.set(inside.name, { kind: 'constant', tensor });
  }

  stacked(inside: SymbolicTensor, tensor: SymbolicTensor): void {
    this.places.set(inside.name, { kind: 'stacked', tensor });
  }

  /** A tensor that each step takes from the one before. */
  carry(inside: SymbolicTensor, initial: SymbolicTensor): void {
    this.carried.push({ inside, initial });
    this.places.set(inside.name, { kind: 'step' });
  }

  /** Computes what `wanted` depends on: as much of it as possible around the loop. */
  compute(applications: readonly Application[], wanted: readonly SymbolicTensor[]): void {
    const regrouped = this.regrouped(needed(applications, wanted));
    for (const application of needed(regrouped, wanted)) this.place(application);
  }

  /** Whether a tensor is known around the loop, or becomes so by being collected. */
  kindOf(tensor: SymbolicTensor): Place['kind'] {
    return this.placeOf(tensor).kind;
  }

  /** A tensor that is not of the step: once, or for all steps. */
  around(tensor: SymbolicTensor): SymbolicTensor | undefined {
    const place = this.placeOf(tensor);
    return place.kind === 'step' ? undefined : place.tensor;
  }

  /** Asks for a tensor of each step to be there for all steps after the loop. */
  collect(tensor: SymbolicTensor): void {
    if (this.kindOf(tensor) === 'step') this.collected.set(tensor.name, tensor);
  }

  /**
   * The loop: `next` are the carried tensors for the step after. Collected tensors come last, in the order in which they
   * were asked for. `first` is walked through where nothing else is: a loop needs something that says how long it is.
   */
  scan(next: readonly SymbolicTensor[], first: SymbolicTensor): Scan & { readonly collected: readonly string[] } {
    const body = this.outer.subgraph('step');
    const inside = new Map<string, SymbolicTensor>();
    const walked: SymbolicTensor[] = [];
    const captured = new Map<string, SymbolicTensor>();
    for (const { inside: own, initial } of this.carried)
      inside.set(own.name, body.input('carried', own.dtype, initial.shape));
    const inLoop = (tensor: SymbolicTensor): SymbolicTensor => {
      const found = inside.get(tensor.name);
      if (found) return found;
      const place = this.placeOf(tensor);
      if (place.kind === 'step') throw new Error(`${tensor.name} is no tensor of this step`);
      if (place.kind === 'constant') captured.set(place.tensor.name, place.tensor);
      else walked.push(place.tensor);
      const made =
        place.kind === 'constant' ? place.tensor : body.input('now', place.tensor.dtype, place.tensor.shape?.slice(1));
      inside.set(tensor.name, made);
      return made;
    };
    const layer = body.layer;
    for (const { op, inputs, outputs, attributes, layer: of } of this.loop) {
      body.layer = of ?? layer;
      const operands = inputs.map((input) => input && inLoop(input));
      const results = body.apply(op, operands, attributes, outputs.length);
      outputs.forEach(({ name }, i) => {
        inside.set(name, results[i] as SymbolicTensor);
      });
    }
    const wanted = [...next, ...this.collected.values()].map(inLoop);
    if (walked.length === 0) {
      walked.push(first);
      body.input('now', first.dtype, first.shape?.slice(1));
    }
    return {
      body: body.finish(wanted),
      initial: this.carried.map(({ initial }) => initial),
      walked,
      captured,
      reverse: this.reverse,
      collected: [...this.collected.keys()],
    };
  }

  private placeOf(tensor: SymbolicTensor): Place {
    const known = this.places.get(tensor.name);
    if (known) return known;
    if (!tensor.constant) throw new Error(`it is not known where ${tensor.name} stands`);
    const place: Place = { kind: 'constant', tensor: this.outer.constant(tensor.constant) };
    this.places.set(tensor.name, place);
    return place;
  }

  private place(application: Application): void {
    const { op, inputs, outputs, layer } = application;
    const places = inputs.map((input) => input && this.placeOf(input));
    const kinds = new Set(places.map((place) => place?.kind));
    const around = kinds.has('step') || random.test(op) ? undefined : this.outerAttributes(application);
    if (!around) {
      for (const { name } of outputs) this.places.set(name, { kind: 'step' });
      this.loop.push(application);
      return;
    }
    const before = this.outer.layer;
    this.outer.layer = layer ?? before;
    const operands = places.map((place) => (place && place.kind !== 'step' ? place.tensor : undefined));
    const results = this.outer.apply(op, operands, around, outputs.length);
    this.outer.layer = before;
    const kind = kinds.has('stacked') ? 'stacked' : 'constant';
    outputs.forEach(({ name }, i) => {
      this.places.set(name, { kind, tensor: results[i] as SymbolicTensor });
    });
  }

  private outerAttributes(application: Application): Application['attributes'] | undefined {
    const stacked = (input: SymbolicTensor) => this.placeOf(input).kind === 'stacked';
    if (!application.inputs.some((input) => input && stacked(input))) return application.attributes;
    return batched(application, stacked);
  }

  /**
   * Fewer operators at each step, with b and c known around the loop: (a · b) · c becomes a · (b · c), and products put
   * together become the product of what is put together.
   */
  private regrouped(applications: readonly Application[]): readonly Application[] {
    const uses = new Map<string, number>();
    for (const { inputs } of applications)
      for (const input of inputs) if (input) uses.set(input.name, (uses.get(input.name) ?? 0) + 1);
    const ofStep = new Set(this.carried.map(({ inside }) => inside.name));
    const isOfStep = (tensor: SymbolicTensor) => ofStep.has(tensor.name);
    const products = new Map<string, Product>();
    const onlyUse = (tensor: SymbolicTensor | undefined) =>
      tensor && uses.get(tensor.name) === 1 ? products.get(tensor.name) : undefined;
    return applications.flatMap((application): readonly Application[] => {
      const { op, inputs, outputs } = application;
      const result = outputs[0] as SymbolicTensor;
      if (inputs.some((input) => input && isOfStep(input))) for (const { name } of outputs) ofStep.add(name);
      if (op === 'Concat') {
        const parts = inputs.map(onlyUse);
        if (!parts.every((part) => part !== undefined)) return [application];
        const step = { ...result, name: `${result.name}/step` };
        const known = { ...result, name: `${result.name}/known` };
        return [
          { ...application, inputs: parts.map((part) => part.step), outputs: [step] },
          { ...application, inputs: parts.map((part) => part.known), outputs: [known] },
          { ...application, op: 'Mul', attributes: {}, inputs: [step, known] },
        ];
      }
      const product = op === 'Mul' ? productOf(application, isOfStep) : undefined;
      if (!product) return [application];
      const before = onlyUse(product.step);
      if (!before) {
        products.set(result.name, product);
        return [application];
      }
      const known = { ...product.known, name: `${result.name}/known` };
      products.set(result.name, { step: before.step, known });
      return [
        { ...application, inputs: [before.known, product.known], outputs: [known] },
        { ...application, inputs: [before.step, known] },
      ];
    });
  }
}

/** Something of the step times something known around the loop, of the same shape. */
interface Product {
  readonly step: SymbolicTensor;
  readonly known: SymbolicTensor;
}

function productOf(
  { inputs: [a, b], outputs: [result] }: Application,
  isOfStep: (tensor: SymbolicTensor) => boolean,
): Product | undefined {
  if (!a || !b || !result || isOfStep(a) === isOfStep(b) || !sameSize(a, b) || !sameSize(a, result)) return undefined;
  return isOfStep(a) ? { step: a, known: b } : { step: b, known: a };
}

function sameSize(a: SymbolicTensor, b: SymbolicTensor): boolean {
  const [one, other] = [a.shape, b.shape];
  return one !== undefined && one.length === other?.length && one.every((dim, axis) => same(dim, other[axis] as Dim));
}

/** The applications that some tensors depend on, in their order. */
export function needed(
  applications: readonly Application[],
  wanted: readonly SymbolicTensor[],
): readonly Application[] {
  const names = new Set(wanted.map(({ name }) => name));
  return applications
    .toReversed()
    .filter(({ inputs, outputs }) => {
      if (!outputs.some(({ name }) => names.has(name))) return false;
      for (const input of inputs) if (input) names.add(input.name);
      return true;
    })
    .toReversed();
}
