import { numberSetting } from '../../layers/settings.js';
import { scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { sameShape } from '../../tensor/shape.js';

import { EPSILON, type Loss } from './loss.js';
import { differentiated, formula, lastSize, meanOverLast, overLast, scaled, square } from './terms.js';

/** (p - y)², averaged over the last axis. */
export const meanSquaredError: Loss = {
  aligns: true,
  terms(graph, target, { output }) {
    const difference = graph.one('Sub', [output, target]);
    const values = meanOverLast(graph, square(graph, difference));
    if (!sameShape(difference.shape, output.shape)) return differentiated(graph, values);
    return {
      values,
      seed: (scale) => {
        const factor = graph.one('Mul', [overLast(graph, scale), scalar(graph, 2 / lastSize(output), output.dtype)]);
        return { of: output, gradient: graph.one('Mul', [difference, factor]) };
      },
    };
  },
};

/** |p - y|, averaged over the last axis. */
export const meanAbsoluteError = errors((graph, difference) => graph.one('Abs', [difference]));

/** 100 |y - p| / |y|, averaged over the last axis. */
export const meanAbsolutePercentageError = formula(
  (graph, target, output) => {
    const size = graph.one('Max', [graph.one('Abs', [target]), scalar(graph, EPSILON, output.dtype)]);
    const share = graph.one('Abs', [graph.one('Div', [graph.one('Sub', [target, output]), size])]);
    return scaled(graph, meanOverLast(graph, share), 100);
  },
  { aligns: true },
);

/** (log(1 + p) - log(1 + y))², averaged over the last axis. */
export const meanSquaredLogarithmicError = formula(
  (graph, target, output) => {
    const logarithm = (x: SymbolicTensor) => {
      const positive = graph.one('Max', [x, scalar(graph, EPSILON, x.dtype)]);
      return graph.one('Log', [graph.one('Add', [positive, scalar(graph, 1, x.dtype)])]);
    };
    return meanOverLast(graph, square(graph, graph.one('Sub', [logarithm(output), logarithm(target)])));
  },
  { aligns: true },
);

/** Half the square of errors up to δ, a straight line from there. */
export const huber = errors((graph, difference, spec) => {
  const delta = scalar(graph, numberSetting(spec, 'delta'), difference.dtype);
  const size = graph.one('Abs', [difference]);
  const line = graph.one('Sub', [graph.one('Mul', [delta, size]), scaled(graph, square(graph, delta), 0.5)]);
  const isSmall = graph.one('LessOrEqual', [size, delta]);
  return graph.one('Where', [isSmall, scaled(graph, square(graph, difference), 0.5), line]);
});

/** log cosh(p - y), as x + log(1 + e⁻²ˣ) - log 2, which does not overflow. */
export const logCosh = errors((graph, difference) => {
  const tail = graph.one('Softplus', [scaled(graph, difference, -2)]);
  return graph.one('Sub', [graph.one('Add', [difference, tail]), scalar(graph, Math.LN2, difference.dtype)]);
});

/** A function of p - y, averaged over the last axis. */
function errors(
  each: (graph: GraphBuilder, difference: SymbolicTensor, spec: Parameters<Loss['terms']>[3]) => SymbolicTensor,
): Loss {
  return formula(
    (graph, target, output, spec) => meanOverLast(graph, each(graph, graph.one('Sub', [output, target]), spec)),
    {
      aligns: true,
    },
  );
}
