import type { GraphNode } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { derivatives } from '../derivatives/index.js';
import { differentiate } from '../differentiate.js';
import type { Tape } from '../tape.js';
import { collectedNames, type Scan, writeScan } from './scan.js';
import { Steps } from './steps.js';
import { type Trace, traceOf } from './trace.js';

/**
 * Adds a scan with as little left in it as possible; gives what the scan as it was gives. If it is to be differentiated,
 * it also collects what the way back needs of each step.
 */
export function forwardScan(tape: Tape, scan: Scan, differentiated: boolean): readonly SymbolicTensor[] {
  const trace = traceOf(scan, (op, inputs, attributes) =>
    differentiated ? derivatives.get(op)?.outputs?.(inputs, attributes) : undefined,
  );
  const steps = new Steps(tape, scan.reverse);
  trace.carried.forEach((inside, i) => {
    steps.carry(inside, scan.initial[i] as SymbolicTensor);
  });
  trace.walked.forEach((inside, i) => {
    steps.stacked(inside, scan.walked[i] as SymbolicTensor);
  });
  for (const [name, inside] of trace.captured) steps.constant(inside, scan.captured.get(name) as SymbolicTensor);
  steps.compute(trace.tape.applications, trace.outputs);
  const count = scan.initial.length;
  const next = trace.outputs.slice(0, count);
  const shown = trace.outputs.slice(count);
  for (const output of shown) steps.collect(output);
  const left = steps.scan(next, scan.walked[0] as SymbolicTensor);
  // Where no step takes anything from the one before, all may be computed together.
  const results = left.body.outputs.length === 0 ? [] : writeScan(tape, differentiated ? withSaved(left) : left);
  const collected = new Map(left.collected.map((name, i) => [name, results[count + i] as SymbolicTensor]));
  const shownOf = (output: SymbolicTensor): SymbolicTensor => {
    const around = collected.get(output.name) ?? steps.around(output);
    if (!around) throw new Error('a tensor of a step was not collected');
    return steps.kindOf(output) === 'constant' ? repeated(tape, around, scan.walked[0]) : around;
  };
  return [...results.slice(0, count), ...shown.map(shownOf)];
}

/** What is the same at each step, for each of them along a first axis. */
function repeated(tape: Tape, tensor: SymbolicTensor, walked: SymbolicTensor | undefined): SymbolicTensor {
  const steps = tape.one('Shape', [walked], { end: { int: 1 } });
  return tape.one('Expand', [tensor, tape.one('Concat', [steps, tape.one('Shape', [tensor])], { axis: { int: 0 } })]);
}

/** The scan with more collected: all tensors that its derivative, tried out here, looks at. */
function withSaved(scan: Scan): Scan {
  const { body, initial } = scan;
  const traced = traceOf(scan);
  const tensors = new Map(traced.tensors);
  const given = new Set(collectedNames(scan));
  const more = savedBy(traced).filter((name) => !given.has(name));
  const nodes: GraphNode[] = [...body.nodes];
  const outputs = [...body.outputs];
  const carried = new Set([...body.inputs, ...outputs.slice(0, initial.length)].map(({ name }) => name));
  for (const name of more) {
    const own = carried.has(name) ? `${name}/saved` : name;
    if (own !== name) nodes.push({ op: 'Identity', inputs: [name], outputs: [own], attributes: {} });
    const { dtype, shape } = tensors.get(name) as SymbolicTensor;
    outputs.push({ name: own, dtype, shape });
  }
  return { ...scan, body: { ...body, nodes, outputs } };
}

/** The body's names of what its derivative looks at. */
function savedBy({ tape, carried, walked, captured, outputs, tensors }: Trace): readonly string[] {
  const forward = [...tape.applications];
  const seeds = new Map(
    outputs.filter(isFloat).map((output) => [output.name, tape.input('gradient', output.dtype, output.shape)]),
  );
  differentiate(tape, seeds, [...carried, ...walked, ...captured.values()].filter(isFloat));
  const looked = new Set(
    tape.applications.slice(forward.length).flatMap(({ inputs }) => inputs.map((input) => input?.name ?? '')),
  );
  const names = new Map([...tensors].map(([name, { name: own }]) => [own, name]));
  const computed = forward.flatMap((application) => application.outputs).filter(({ name }) => looked.has(name));
  // What a step takes over is what the one before gave: collected so if it is shown anyway, or only passed on, of which
  // ONNX Runtime 1.30 collects wrong numbers at the beginning of the step.
  const shown = new Set(outputs.slice(carried.length).map(({ name }) => name));
  const takenOver = carried.flatMap((state, i) => {
    if (!looked.has(state.name)) return [];
    const after = outputs[i] as SymbolicTensor;
    return shown.has(after.name) || tape.producer(after)?.op === 'Identity' ? [after] : [state];
  });
  return [...new Set([...computed, ...takenOver].map(({ name }) => names.get(name) as string))];
}

export function isFloat({ dtype }: SymbolicTensor): boolean {
  return dtype.startsWith('float');
}
