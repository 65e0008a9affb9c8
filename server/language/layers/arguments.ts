import { anonymous, type Dim } from '../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { ShapeError } from '../tensor/shape-error.js';
import { activations, olderActivations, uncomputedActivations } from './activations.js';
import { closestName } from './closest-name.js';
import { initializerOf } from './initializers.js';
import type {
  GivenArguments,
  InitializerSpec,
  LayerArguments,
  LayerContext,
  LayerHandle,
  PlainObject,
  PlainValue,
} from './layer.js';

/** Readers of a layer's arguments: each checks as Keras does, and throws a ShapeError (`layer-argument`) for what Keras refuses. */

/** `units`, `filters`: a dim without a name where the program's number is not known. */
export function positiveInteger(given: GivenArguments, name: string, keras: (shown: string) => string): Dim {
  const value = given.get(name);
  if (value === undefined) return given.size?.(name) ?? anonymous();
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw refused(name, value, 'a positive integer', keras(show(value)));
}

/** As `positiveInteger`, where Keras takes Python's own ints alone. */
export function pythonInteger(given: GivenArguments, name: string, keras: (shown: string) => string): Dim {
  checkPythonInteger(given, name, keras);
  return positiveInteger(given, name, keras);
}

/** Throws for NumPy's numbers: `np.prod(shape)`, `y.max() + 1`. */
export function checkPythonInteger(given: GivenArguments, name: string, keras: (shown: string) => string): void {
  if (!given.isNumpyNumber?.(name)) return;
  const value = given.get(name);
  const shown = value === undefined ? 'a NumPy number' : show(value);
  const message = `\`${name}\` is a NumPy number, which Keras 3 does not take for an int: write \`int(…)\` around it`;
  throw new ShapeError('layer-argument', message, { argument: name, keras: keras(shown) });
}

/** A whole number, which may be negative: an axis. undefined where it is not known. */
export function integer(given: GivenArguments, name: string): number | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw refused(name, value, 'an integer', `\`${name}\` must be an integer. Received: ${name}=${show(value)}`);
}

/** A number. undefined where it is not known. */
export function number(given: GivenArguments, name: string): number | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'number') return value;
  throw refused(name, value, 'a number', `\`${name}\` must be a number. Received: ${name}=${show(value)}`);
}

/** One of a few strings, in any case where Keras takes it so. */
export function choice<Choice extends string>(
  given: GivenArguments,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (value === null) return fallback;
  const found = choices.find((each) => typeof value === 'string' && each === value.toLowerCase());
  if (found) return found;
  throw refused(
    name,
    value,
    choices.map((each) => `'${each}'`).join(' or '),
    `The \`${name}\` argument must be one of {${choices.map((each) => `'${each}'`).join(', ')}}. Received: ${show(value)}`,
    choices,
  );
}

/** As Python's truth: undefined where it is not known. */
export function flag(given: GivenArguments, name: string): boolean | undefined {
  const value = given.get(name);
  return value === undefined ? undefined : Boolean(value);
}

/** The name of an activation function, Keras's or another library's; undefined where it is not known, or is the program's own. */
export function activationName(given: GivenArguments, name = 'activation'): string | LayerHandle | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (value === null) return 'linear';
  if (isObject(value) && value.layer) return value.layer;
  const wanted = typeof value === 'string' ? value : isObject(value) ? value.symbol : show(value);
  const known = activations.get(wanted);
  if (known) return given.older && olderActivations.has(`keras2.${known.name}`) ? `keras2.${known.name}` : known.name;
  if (uncomputedActivations.has(wanted) || isObject(value)) return wanted;
  throw refused(
    name,
    value,
    `an activation of Keras, such as 'relu', 'sigmoid' or 'softmax'`,
    `Could not interpret activation function identifier: ${wanted}`,
    [...activations.keys()],
  );
}

/**
 * Applies an activation by its name. One that Keras has but that is not computed leaves the shape, as do the
 * program's own; what another library's function does to it is not known.
 */
export function activate(
  graph: GraphBuilder,
  x: SymbolicTensor,
  name: unknown,
  apply?: LayerContext['apply'],
): SymbolicTensor {
  if (isLayer(name) && name.definition.weights) return x;
  if (isLayer(name)) return apply?.(name, [x])[0] ?? { ...graph.one('Identity', [x]), shape: undefined };
  if (typeof name !== 'string' || uncomputedActivations.has(name)) return x;
  const activation = activations.get(name) ?? olderActivations.get(name);
  return activation ? activation.apply(graph, x) : { ...graph.one('Identity', [x]), shape: undefined };
}

/**
 * The layer that stands for an activation function, as a layer that this one owns. One with weights Keras
 * builds only when numbers flow: a summary does not count them.
 */
export function activationLayer(args: LayerArguments): readonly LayerHandle[] {
  const layer = args['activation'];
  return isLayer(layer) && !layer.definition.weights ? [layer] : [];
}

function isLayer(value: unknown): value is LayerHandle {
  return typeof value === 'object' && value !== null && 'definition' in value;
}

/** What the layer asks for that the runtime does not do: named in the message that refuses to run it. */
export function notSupported(
  given: GivenArguments,
  names: readonly string[],
  ...others: readonly (string | undefined)[]
): readonly string[] {
  const asked = names.filter((name) => given.given(name) && given.get(name) !== null && given.get(name) !== false);
  return [...asked.map((name) => `${name}=`), ...others.filter((each) => each !== undefined)];
}

/** What draws a weight. None is Glorot's uniform one, as of any weight of Keras. `drawn`: it is known, and can be drawn. */
export function initializer(
  given: GivenArguments,
  name: string,
): { readonly spec: InitializerSpec; readonly drawn: boolean } {
  const value = given.get(name);
  if (value === undefined) return { spec: { name: 'Undrawn', of: undefined }, drawn: false };
  const spec = initializerOf(value ?? 'glorot_uniform', name);
  return { spec, drawn: spec.name !== 'Undrawn' };
}

/** A layer: `TimeDistributed(Dense(3))`. undefined where it is not known; `keras` is what Keras says of anything else. */
export function layerArgument(
  given: GivenArguments,
  name: string,
  keras: (shown: string) => string,
): LayerHandle | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (isObject(value) && value.layer) return value.layer;
  throw refused(name, value, 'a layer', keras(show(value)));
}

/** A list of layers, or one: `RNN([LSTMCell(3), LSTMCell(4)])`. */
export function layerArguments(
  given: GivenArguments,
  name: string,
  keras: (shown: string) => string,
): readonly LayerHandle[] | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  const all: readonly PlainValue[] = Array.isArray(value) ? value : [value];
  return all.map((each) => {
    if (typeof each === 'object' && each !== null && 'layer' in each && each.layer) return each.layer;
    throw refused(name, value, 'layers', keras(show(value)));
  });
}

/** Reads a setting that `configure` has put in. */
export function setting<Type>(args: LayerArguments, name: string): Type {
  return args[name] as Type;
}

/** A ShapeError for an argument that Keras refuses; `keras` is Keras's own wording, which a running program sees. */
export function refused(
  argument: string,
  value: PlainValue,
  expected: string,
  keras: string,
  choices: readonly string[] = [],
): ShapeError {
  const suggestion = typeof value === 'string' ? closestName(value, choices) : undefined;
  return new ShapeError('layer-argument', `\`${argument}=${show(value)}\`: expected ${expected}`, {
    argument,
    value,
    expected,
    keras,
    suggestion,
    choices,
  });
}

/** A plain value as Python writes it. */
export function show(value: PlainValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  if (isObject(value)) return value.symbol;
  return value.length === 1 ? `(${show(value[0] as PlainValue)},)` : `(${value.map(show).join(', ')})`;
}

function isObject(value: PlainValue): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
