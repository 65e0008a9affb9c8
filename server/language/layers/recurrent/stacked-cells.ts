import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { layerArguments, refused, setting } from '../arguments.js';
import { CallArguments } from '../call-arguments.js';
import type { LayerDefinition, LayerHandle } from '../layer.js';
import { factorsIn, withFactors } from './cell-factors.js';

/** Cells one after another at each step: the output of one is the input of the next. */
export const stackedRnnCells: LayerDefinition = {
  name: 'StackedRNNCells',
  nameBase: 'stacked_rnn_cells',
  signature: 'cells',
  callSignature: 'inputs, states, training=False',
  description: 'Several recurrent cells as one: at each step the output of one is the input of the next.',
  documentation: 'layers/recurrent_layers/stacked_rnn_cell/',
  configure(given) {
    const cells = layerArguments(
      given,
      'cells',
      (shown) => `All cells must have a \`call\` method. Received: ${shown}`,
    );
    const wrong = cells?.find((cell) => isNoCell(cell));
    if (wrong) {
      throw refused(
        'cells',
        { symbol: wrong.definition.name, layer: wrong },
        'recurrent cells, such as LSTMCell',
        `All cells must have a \`state_size\` attribute. Received cell without a \`state_size\`: ${wrong.definition.name}`,
      );
    }
    return { cells };
  },
  sublayers: (args) => setting<readonly LayerHandle[] | undefined>(args, 'cells') ?? [],
  stateSizes(args) {
    const sizes = setting<readonly LayerHandle[] | undefined>(args, 'cells')?.map((cell) =>
      cell.definition.stateSizes?.(cell.arguments),
    );
    return sizes?.every((each) => each !== undefined) ? sizes.flat() : undefined;
  },
  weights: (args) => (args['cells'] ? [] : undefined),
  outputCount(args, given) {
    const count = stackedRnnCells.stateSizes?.(args)?.length ?? given.inputs('states').length;
    return 1 + count;
  },
  call(args, inputs, _weights, { graph, given, apply }) {
    const cells = setting<readonly LayerHandle[] | undefined>(args, 'cells');
    const states = given.inputs('states').map((place) => inputs[place] as SymbolicTensor);
    let [output] = inputs;
    if (!output) return [];
    if (!cells || !stackedRnnCells.stateSizes?.(args))
      return [{ ...graph.one('Identity', [output]), shape: undefined }];
    const after: SymbolicTensor[] = [];
    for (const [place, cell] of cells.entries()) {
      const count = cell.definition.stateSizes?.(cell.arguments)?.length ?? 0;
      const own = states.slice(after.length, after.length + count);
      const step = withFactors(stepOf(cell, own.length), [factorsIn(given, inputs, place)], 1 + own.length);
      const [next, ...carried] = apply(cell, [output, ...own, ...step.tensors], step.given);
      after.push(...carried);
      output = next as SymbolicTensor;
    }
    return [output, ...after];
  },
};

/** How a cell is called at a step: on the step's input and so many states. */
export function stepOf(cell: LayerHandle, states: number): CallArguments {
  return CallArguments.on(1, cell.definition.callSignature).with(
    'states',
    Array.from({ length: states }, (_, i) => i + 1),
  );
}

/** Whether a layer is certainly no recurrent cell: one of Keras's own layers without states. */
export function isNoCell({ definition }: LayerHandle): boolean {
  return definition.stateSizes === undefined && definition.documentation !== '';
}
