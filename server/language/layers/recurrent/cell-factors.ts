import type { Dim } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { setting } from '../arguments.js';
import type { CallArguments } from '../call-arguments.js';
import type { LayerHandle } from '../layer.js';
import { noFactors, type StepFactors, stepFactors } from './dropout.js';

/** What a cell's call is given by the layer that walks it through a sequence, where cells are stacked by their places. */
const names = {
  input: (cell: number) => `input_factors_${cell}`,
  recurrent: (cell: number) => `recurrent_factors_${cell}`,
};

/** The cells of a stack, or a cell by itself. */
function cellsOf(cell: LayerHandle): readonly LayerHandle[] {
  return setting<readonly LayerHandle[] | undefined>(cell.arguments, 'cells') ?? [cell];
}

/** The factors of dropout of each cell, drawn for a sequence with time first. */
export function cellFactors(cell: LayerHandle, sequence: SymbolicTensor, graph: GraphBuilder): readonly StepFactors[] {
  let input: readonly Dim[] = sequence.shape?.slice(2) ?? [];
  return cellsOf(cell).map(({ definition, arguments: args }) => {
    const [size] = definition.stateSizes?.(args) ?? [];
    const before = input;
    if (size !== undefined) input = [size];
    if (!definition.cellDropout || size === undefined) return noFactors;
    return stepFactors(args, definition.cellDropout, { sequence, input: before, state: [size] }, graph);
  });
}

/** A call of a cell with its factors, behind `count` other inputs; and these, in order. */
export function withFactors(
  given: CallArguments,
  factors: readonly StepFactors[],
  count: number,
): { readonly given: CallArguments; readonly tensors: readonly SymbolicTensor[] } {
  const tensors: SymbolicTensor[] = [];
  let call = given;
  const add = (name: string, more: readonly SymbolicTensor[]) => {
    if (more.length === 0) return;
    call = call.with(
      name,
      more.map((each) => count + tensors.push(each) - 1),
    );
  };
  factors.forEach(({ input, recurrent }, cell) => {
    add(names.input(cell), input);
    add(names.recurrent(cell), recurrent);
  });
  return { given: call, tensors };
}

/** The factors that a call was given for one of its cells. */
export function factorsIn(given: CallArguments, inputs: readonly SymbolicTensor[], cell: number): StepFactors {
  const tensors = (name: string) => given.inputs(name).map((place) => inputs[place] as SymbolicTensor);
  return { input: tensors(names.input(cell)), recurrent: tensors(names.recurrent(cell)) };
}
