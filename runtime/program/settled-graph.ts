import type { Graph } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { settleLayout } from './layout.js';
import { simplify } from './simplify.js';
import { Tape } from './tape.js';

/**
 * The same graph made as small as it goes once it is whole: transpositions that cancel each other
 * are gone only now, since gradients bring their own. `outer` are tensors that a loop's body takes
 * from around it.
 */
export function settledGraph(
  graph: Graph,
  prefix: string,
  outer: ReadonlyMap<string, SymbolicTensor> = new Map(),
): Graph {
  const simple = simplify(graph);
  const builder = new Tape(graph.name, prefix);
  const inputs = simple.inputs.map(({ name, dtype, shape }): [string, SymbolicTensor] => [
    name,
    builder.input(name, dtype, shape),
  ]);
  return simplify(builder.finish(settleLayout(simple, builder, new Map([...outer, ...inputs]))));
}
