import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { NotDifferentiable } from './derivatives/derivative.js';
import { derivatives } from './derivatives/index.js';
import { addedRows, isZeros } from './derivatives/scatter.js';
import type { Application, Tape } from './tape.js';

/**
 * Reverse-mode differentiation: adds to the tape's graph the gradients of some scalar with respect
 * to `targets`. `seeds` are that scalar's gradients with respect to tensors from which they are
 * carried back, by the tensors' names. A target that nothing depends on has no gradient. `stops` are
 * names of tensors that no gradient is carried back through.
 */
export function differentiate(
  tape: Tape,
  seeds: ReadonlyMap<string, SymbolicTensor>,
  targets: readonly SymbolicTensor[],
  stops: ReadonlySet<string> = new Set(),
): readonly (SymbolicTensor | undefined)[] {
  const gradients = new Map<string, SymbolicTensor>(seeds);
  // What is added from here on is itself not part of what is differentiated.
  const applications = [...tape.applications];
  const active = dependentOn(targets, applications, stops);
  for (const application of applications.toReversed()) {
    const upstream = application.outputs.map(({ name }) => gradients.get(name));
    if (
      application.isWithin ||
      !upstream.some((gradient) => gradient) ||
      !operandsOf(application).some((input) => input && active.has(input.name))
    )
      continue;
    carryBack(tape, application, upstream, active, gradients);
  }
  return targets.map(({ name }) => gradients.get(name));
}

function carryBack(
  graph: Tape,
  application: Application,
  upstream: readonly (SymbolicTensor | undefined)[],
  active: ReadonlySet<string>,
  gradients: Map<string, SymbolicTensor>,
): void {
  const { op, inputs, outputs, attributes, layer, captured } = application;
  const operands = operandsOf(application);
  const derivative = application.derivative ?? derivatives.get(op);
  if (!derivative) throw new NotDifferentiable(op, layer);
  graph.layer = layer;
  const wanted = (index: number) => active.has(operands[index]?.name ?? '');
  const results = derivative.backward({
    ...{ graph, inputs, outputs, attributes, layer, upstream, wanted, captured, differentiate },
  });
  results.forEach((gradient, index) => {
    const input = operands[index];
    if (!gradient || !input || !wanted(index)) return;
    const sofar = gradients.get(input.name);
    gradients.set(input.name, sofar ? sum(graph, sofar, gradient) : gradient);
  });
  graph.layer = undefined;
}

/** Rows that would be added to zeros, as the gradient of Gather is, are added to what is there: one pass over it less. */
function sum(graph: Tape, sofar: SymbolicTensor, gradient: SymbolicTensor): SymbolicTensor {
  const added = addedRows(graph, gradient);
  return added && isZeros(graph, added.to)
    ? graph.one('ScatterND', [sofar, added.places, added.rows], { reduction: { string: 'add' } })
    : graph.one('Add', [sofar, gradient]);
}

/** Names of the targets and of all that is computed from them. */
function dependentOn(
  targets: readonly SymbolicTensor[],
  applications: readonly Application[],
  stops: ReadonlySet<string>,
): ReadonlySet<string> {
  const active = new Set(targets.map(({ name }) => name));
  for (const application of applications) {
    if (operandsOf(application).some((input) => input && active.has(input.name)))
      for (const { name } of application.outputs) if (!stops.has(name)) active.add(name);
  }
  return active;
}

function operandsOf({ inputs, captured }: Application): readonly (SymbolicTensor | undefined)[] {
  return captured.length > 0 ? [...inputs, ...captured] : inputs;
}
