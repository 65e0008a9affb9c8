import { float, int } from '../../../../server/language/tensor/operators/attributes.js';
import type { Ref } from '../nodes.js';
import { axisOf, input, type Rules, rankOf, refuse } from '../rules.js';

export const normalization: Rules = {
  BatchNormalization(nodes, call) {
    if (int(call.attributes, 'training_mode') === 1) return refuse(call, 'in training mode');
    const x = input(call, 0);
    const ones = Array.from({ length: Math.max(0, rankOf(x, call) - 2) }, () => 1);
    const [scale, offset, mean, variance] = [1, 2, 3, 4].map((index) =>
      nodes.reshape(nodes.cast(input(call, index), x.dtype), [-1, ...ones]),
    ) as [Ref, Ref, Ref, Ref];
    const epsilon = nodes.scalar(float(call.attributes, 'epsilon') ?? 1e-5, x.dtype);
    const inverse = nodes.same('Rsqrt', [nodes.same('AddV2', [variance, epsilon])]);
    const normal = nodes.same('Mul', [nodes.same('Sub', [x, mean]), inverse]);
    return [nodes.same('AddV2', [nodes.same('Mul', [normal, scale]), offset])];
  },
  LayerNormalization(nodes, call) {
    const [x, scale, offset] = [input(call, 0), input(call, 1), call.inputs[2]];
    const from = axisOf(int(call.attributes, 'axis') ?? -1, x, call);
    const axes = Array.from({ length: rankOf(x, call) - from }, (_, at) => from + at);
    const epsilon = nodes.scalar(float(call.attributes, 'epsilon') ?? 1e-5, x.dtype);
    const mean = nodes.reduce('Mean', x, axes, true);
    const apart = nodes.same('Sub', [x, mean]);
    const variance = nodes.reduce('Mean', nodes.same('Square', [apart]), axes, true);
    const inverse = nodes.same('Rsqrt', [nodes.same('AddV2', [variance, epsilon])]);
    const scaled = nodes.same('Mul', [nodes.same('Mul', [apart, inverse]), scale]);
    return [offset ? nodes.same('AddV2', [scaled, offset]) : scaled, mean, inverse];
  },
};
