import { lossFor } from '../../server/language/objectives/losses/index.js';
import type { Loss } from '../../server/language/objectives/losses/loss.js';
import { differentiated } from '../../server/language/objectives/losses/terms.js';
import { metricFor } from '../../server/language/objectives/metrics/index.js';
import { meanOf } from '../../server/language/objectives/metrics/mean.js';
import type { Metric } from '../../server/language/objectives/metrics/metric.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { LossSpec, MetricSpec } from '../../server/language/training-request.js';
import { replay } from './replay.js';
import type { Tape } from './tape.js';

/** The loss of a specification: one of Keras's, or what a function of the program computes. Throws Unsupported. */
export function lossOf(spec: LossSpec): Loss {
  const { program } = spec;
  if (!program) return lossFor(spec.name);
  return {
    terms: (graph, target, { output }) => differentiated(graph, computed(program.graph, graph, target, output)),
  };
}

/** The metric of a specification: one of Keras's, or the mean of what a function of the program computes. Throws Unsupported. */
export function metricOf(spec: MetricSpec): Metric {
  const { program } = spec;
  if (!program) return metricFor(spec);
  return {
    ...meanOf((graph, { target, prediction }) => computed(program, graph, target, prediction.output)),
    labels: 'classes',
  };
}

/** A program's function of labels and outputs, whose graph has them as its inputs. */
function computed(program: Graph, graph: GraphBuilder, target: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const bound = new Map(program.inputs.map(({ name }, index) => [name, index === 0 ? target : output] as const));
  return replay(program, graph as Tape, bound, true)[0] as SymbolicTensor;
}
