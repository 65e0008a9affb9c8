import { anonymous, type Dim, differ, formatDim } from '../../tensor/dim.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { activate, activationLayer, refused, setting, show } from '../arguments.js';
import { kernelAndBiasSettings } from '../kernel-and-bias.js';
import type { GivenArguments, InitializerSpec, LayerArguments, LayerDefinition, WeightSpec } from '../layer.js';
import { adapted, loraSettings, withLora } from '../lora.js';
import { einsum, repeats } from './einsum.js';

/** A dense layer on any axes: an equation says which of the input's and the kernel's axes are multiplied and summed. */
export const einsumDense: LayerDefinition = {
  name: 'EinsumDense',
  config: { without: ['gptq_unpacked_column_size'], settings: () => ({ activity_regularizer: null }) },
  signature:
    "equation, output_shape, activation=None, bias_axes=None, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None, lora_alpha=None, gptq_unpacked_column_size=None, quantization_config=None",
  description:
    "Multiplies its input by a kernel as an equation says, such as 'abc,cd->abd': letters that are missing after the arrow are summed over.",
  documentation: 'layers/core_layers/einsum_dense/',
  configure(given) {
    const settings = kernelAndBiasSettings({
      ...given,
      get: (name) => reading(given, name),
      given: (name) => given.given(name),
    });
    return {
      equation: equationOf(given),
      output_shape: outputShape(given),
      bias_axes: given.get('bias_axes'),
      ...settings,
      ...loraSettings(given, 'kernel_constraint'),
    };
  },
  uncomputed(args) {
    const equation = setting<Equation | undefined>(args, 'equation');
    const parts = equation && [equation.input, equation.kernel, equation.output];
    return parts?.some((letters) => repeats([...letters])) ? 'equation= with a letter twice' : undefined;
  },
  sublayers: activationLayer,
  weights(args, [input]) {
    const plan = input && planOf(args, input);
    if (!plan) return undefined;
    const weight = (name: string, shape: Shape): WeightSpec => ({
      name,
      shape,
      dtype: 'float32',
      trainable: true,
      initializer: setting<InitializerSpec>(args, `${name}_initializer`),
    });
    return withLora(args, 'kernel', [weight('kernel', plan.kernel), ...(plan.bias ? [weight('bias', plan.bias)] : [])]);
  },
  call(args, [x], weights, { graph, apply }) {
    if (!x?.shape) return [];
    const shape = planOf(args, x.shape)?.output;
    const equation = setting<Equation | undefined>(args, 'equation');
    const kernel = adapted(graph, args, 'kernel', weights);
    const product = equation && kernel && einsum(graph, x, kernel, lettersOf(equation, x.shape.length));
    if (!product) return [activate(graph, { ...graph.one('Identity', [x]), shape }, args['activation'], apply)];
    const bias = weights.get('bias');
    const sum = bias ? graph.one('Add', [product, bias]) : product;
    return [activate(graph, { ...sum, shape }, args['activation'], apply)];
  },
};

interface Equation {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  /** Where `...` stands for axes that are kept as they are. */
  readonly open: 'left' | 'right' | undefined;
}

/** The letters of each axis; what `...` stands for gets letters of its own. */
function lettersOf({ input, kernel, output, open }: Equation, rank: number) {
  const elided = Array.from({ length: open ? rank - input.length : 0 }, (_, i) => `${i}`);
  const whole = (letters: string) => (open === 'left' ? [...elided, ...letters] : [...letters, ...elided]);
  return { input: whole(input), kernel: [...kernel], output: whole(output) };
}

interface Plan {
  readonly kernel: Shape;
  readonly bias: Shape | undefined;
  readonly output: Shape;
}

/** `use_bias` and what else this layer does not take read as left out. */
function reading(given: GivenArguments, name: string) {
  return name === 'use_bias' || name === 'activity_regularizer' ? null : given.get(name);
}

function equationOf(given: GivenArguments): Equation | undefined {
  const value = given.get('equation');
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value.replaceAll('...', '0') : '';
  const forms = [
    [/^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)/, undefined],
    [/^0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)/, 'left'],
    [/^([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0/, 'right'],
  ] as const;
  for (const [form, open] of forms) {
    const [, input, kernel, output] = form.exec(text) ?? [];
    if (input && kernel && output) return { input, kernel, output, open };
  }
  throw refused(
    'equation',
    value,
    "an equation such as 'abc,cd->abd'",
    `Invalid einsum equation '${show(value)}'. Equations must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]....`,
  );
}

function outputShape(given: GivenArguments): readonly (number | null)[] | undefined {
  const value = given.get('output_shape');
  if (value === undefined) return undefined;
  const sizes = typeof value === 'number' ? [value] : value;
  if (Array.isArray(sizes) && sizes.every((size) => size === null || typeof size === 'number')) {
    return sizes as readonly (number | null)[];
  }
  throw refused('output_shape', value, 'sizes without the batch', `Invalid output_shape: ${show(value)}`);
}

/** The shapes that follow from the equation; throws where the input does not fit it. */
function planOf(args: LayerArguments, input: Shape): Plan | undefined {
  const equation = setting<Equation | undefined>(args, 'equation');
  const sizes = setting<readonly (number | null)[] | undefined>(args, 'output_shape');
  const axes = args['bias_axes'];
  if (!equation || !sizes || axes === undefined) return undefined;
  const { open } = equation;
  const elided = input.length - equation.input.length;
  if (elided < 0 || (elided > 0 && !open)) {
    throw misfit(input, `needs ${equation.input.length} dimensions for its equation, got ${formatShape(input)}`);
  }
  const before = open === 'left' ? elided : 0;
  const inputDim = new Map([...equation.input].map((letter, i) => [letter, input[i + before] as Dim]));
  const given: (Dim | null)[] = [
    ...(open === 'left' && elided > 0 ? input.slice(0, elided) : input.slice(0, 1)),
    ...sizes,
    ...(open === 'right' ? input.slice(input.length - elided) : []),
  ];
  const outputDim = new Map<string, Dim>();
  [...equation.output].forEach((letter, i) => {
    const own = inputDim.get(letter);
    const said = given[i + before];
    if (said === undefined) throw misfit(input, 'has fewer sizes in its output_shape than letters in its equation');
    if (own === undefined && !equation.kernel.includes(letter)) {
      throw misfit(input, `has '${letter}' in its output, which neither the input nor the kernel has`);
    }
    if (
      own !== undefined &&
      said !== null &&
      (differ(own, said) || (typeof own !== 'number' && typeof said === 'number'))
    ) {
      throw misfit(
        input,
        `has ${formatDim(said)} for '${letter}' in its output, where the input has ${formatDim(own)}`,
      );
    }
    outputDim.set(letter, said ?? anonymous('None'));
  });
  const kernel = [...equation.kernel].map((letter) => {
    const dim = outputDim.get(letter) ?? inputDim.get(letter);
    if (dim === undefined) throw misfit(input, `has '${letter}' in its kernel alone`);
    return dim;
  });
  const output = given.map((dim, i) => dim ?? outputDim.get(equation.output[i - before] ?? '') ?? anonymous('None'));
  return {
    kernel,
    output,
    bias: typeof axes === 'string' ? biasShape(equation, axes, outputDim, elided, input) : undefined,
  };
}

function biasShape(
  { output, open }: Equation,
  axes: string,
  dims: ReadonlyMap<string, Dim>,
  elided: number,
  input: Shape,
): Shape {
  for (const letter of axes) {
    if (!output.includes(letter)) throw misfit(input, `has '${letter}' in its bias_axes, which its output has not`);
  }
  const first = Math.min(...[...axes].map((letter) => output.indexOf(letter)));
  const own = [...output.slice(first)].map((letter) => (axes.includes(letter) ? (dims.get(letter) as Dim) : 1));
  return open === 'left' ? own : [...own, ...Array.from({ length: elided }, () => 1)];
}

function misfit(input: Shape, why: string): ShapeError {
  return new ShapeError('input-shape', why, {
    received: input,
    keras: `Input shape ${formatShape(input)} does not fit the equation: the layer ${why}`,
  });
}
