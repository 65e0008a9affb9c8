import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { integers, scalar } from '../constants.js';
import { collectedNames, type Scan, scanOf, writeScan } from '../scan/scan.js';
import { Steps } from '../scan/steps.js';
import { Summands } from '../scan/summands.js';
import { traceOf } from '../scan/trace.js';
import { shapeOf } from './broadcast.js';
import { type BackwardContext, type Derivative, NotDifferentiable } from './derivative.js';

/**
 * The way back through a loop: a loop in the opposite direction, whose body is the derivative of the body. The gradients
 * of the carried tensors are what it carries; a tensor from around the loop has the sum of its gradients at each step.
 * The forward pass has collected what the derivative of the body looks at (`forwardScan`).
 */
export const scan: Readonly<Record<string, Derivative>> = {
  Scan: { backward },
};

function backward(context: BackwardContext): readonly (SymbolicTensor | undefined)[] {
  const { graph, attributes, inputs, outputs, captured, upstream, layer } = context;
  const around = new Map(captured.map((tensor) => [tensor.name, tensor]));
  const forward = scanOf(attributes, inputs, (name) => around.get(name) as SymbolicTensor);
  if (!forward) throw new NotDifferentiable('Scan', layer, 'only over first axes has it a derivative here');
  const count = forward.initial.length;
  const trace = traceOf(forward);
  const computed = trace.tape.applications.length;
  const carried = trace.carried.flatMap((inside, i) => (inside.dtype.startsWith('float') ? [{ inside, i }] : []));
  const walked = trace.walked.flatMap((inside, i) => (context.wanted(count + i) ? [{ inside, i }] : []));
  const taken = [...trace.captured].flatMap(([name, inside]) => {
    const i = captured.findIndex((tensor) => tensor.name === name);
    return context.wanted(inputs.length + i) ? [{ inside, i }] : [];
  });
  const steps = new Steps(graph, !forward.reverse);
  const seeds = new Map<string, SymbolicTensor>();
  const seed = (output: SymbolicTensor): SymbolicTensor => {
    const own = trace.tape.input('gradient', output.dtype, output.shape);
    const before = seeds.get(output.name);
    seeds.set(output.name, before ? trace.tape.one('Add', [before, own]) : own);
    return own;
  };
  const before = carried.map(({ i }) => {
    const own = seed(trace.outputs[i] as SymbolicTensor);
    steps.carry(own, upstream[i] ?? zerosLike(graph, outputs[i] as SymbolicTensor));
    return own;
  });
  trace.outputs.slice(count).forEach((output, i) => {
    const gradient = upstream[count + i];
    if (gradient) steps.stacked(seed(output), gradient);
  });
  const targets = [...carried, ...walked, ...taken].map(({ inside }) => inside);
  const gradients = context.differentiate(trace.tape, seeds, targets);
  placeForward(steps, context, forward, trace);
  const next = before.map((own, i) => gradients[i] ?? zerosLike(trace.tape, own));
  const ofWalked = walked.map((_, i) => gradients[carried.length + i]);
  const summands = new Summands(graph, steps, trace.tape);
  const sums = taken.map(({ i }, k) => {
    const gradient = gradients[carried.length + walked.length + k];
    return gradient && summands.plan(gradient, captured[i] as SymbolicTensor);
  });
  const shown = [...ofWalked, ...sums.flatMap((sum) => sum?.needs ?? [])].filter((each) => each !== undefined);
  steps.compute(trace.tape.applications.slice(computed), [...next, ...shown, ...summands.next()]);
  for (const tensor of shown) steps.collect(tensor);
  const left = steps.scan([...next, ...summands.next()], forward.walked[0] as SymbolicTensor);
  const results = writeScan(graph, left);
  const kept = left.initial.length;
  const collected = new Map(left.collected.map((name, i) => [name, results[kept + i] as SymbolicTensor]));
  const stackOf = (tensor: SymbolicTensor): SymbolicTensor => {
    const found = collected.get(tensor.name) ?? steps.around(tensor);
    if (!found) throw new Error(`the gradient ${tensor.name} was not collected`);
    return steps.kindOf(tensor) === 'constant' ? repeated(graph, found, forward.walked[0]) : found;
  };
  const given: (SymbolicTensor | undefined)[] = [];
  carried.forEach(({ i }, k) => {
    given[i] = results[k];
  });
  walked.forEach(({ i }, k) => {
    const gradient = ofWalked[k];
    given[count + i] = gradient && stackOf(gradient);
  });
  const accumulated = results.slice(carried.length, kept);
  taken.forEach(({ i }, k) => {
    given[inputs.length + i] = sums[k]?.sum(stackOf, accumulated);
  });
  return given;
}

/** Where the tensors of the forward pass stand: what was collected, walked through, and taken from around. */
function placeForward(
  steps: Steps,
  { graph, outputs }: BackwardContext,
  forward: Scan,
  trace: ReturnType<typeof traceOf>,
): void {
  const count = forward.initial.length;
  trace.walked.forEach((inside, i) => {
    steps.stacked(inside, forward.walked[i] as SymbolicTensor);
  });
  for (const [name, inside] of trace.captured) steps.constant(inside, forward.captured.get(name) as SymbolicTensor);
  const stacks = new Map<string, SymbolicTensor>();
  collectedNames(forward).forEach((name, i) => {
    const inside = trace.tensors.get(name) as SymbolicTensor;
    const stack = outputs[count + i] as SymbolicTensor;
    stacks.set(inside.name, stack);
    steps.stacked(inside, stack);
  });
  trace.carried.forEach((inside, i) => {
    const after = forward.body.outputs[i]?.name ?? '';
    const stack = stacks.get(trace.tensors.get(after)?.name ?? '');
    if (stack) steps.stacked(inside, stepBefore(graph, stack, forward.initial[i] as SymbolicTensor, forward.reverse));
  });
}

/** What each step took over, from what each gave and what the first one took. */
function stepBefore(
  graph: GraphBuilder,
  stack: SymbolicTensor,
  initial: SymbolicTensor,
  reverse: boolean,
): SymbolicTensor {
  const first = graph.one('Unsqueeze', [initial, integers(graph, [0])]);
  const range = reverse ? [[1], [Number.MAX_SAFE_INTEGER], [0]] : [[0], [-1], [0]];
  const rest = graph.one('Slice', [stack, ...range.map((each) => integers(graph, each))]);
  const before = graph.one('Concat', reverse ? [rest, first] : [first, rest], { axis: { int: 0 } });
  return { ...before, shape: stack.shape };
}

/** A tensor that is the same at each step, for each of them along a first axis. */
function repeated(graph: GraphBuilder, tensor: SymbolicTensor, walked: SymbolicTensor | undefined): SymbolicTensor {
  const steps = graph.one('Shape', [walked], { end: { int: 1 } });
  const shape = graph.one('Concat', [steps, graph.one('Shape', [tensor])], { axis: { int: 0 } });
  return graph.one('Expand', [tensor, shape]);
}

function zerosLike(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  const zeros = graph.one('Expand', [scalar(graph, 0, tensor.dtype), graph.one('Shape', [tensor])]);
  return { ...zeros, shape: shapeOf(tensor) };
}
