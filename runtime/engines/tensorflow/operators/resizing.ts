import { isKnown } from '../../../../server/language/tensor/dim.js';
import { ints, string } from '../../../../server/language/tensor/operators/attributes.js';
import { numbersOf } from '../../../../server/language/tensor/operators/operand.js';
import { nearestElements } from '../../reference/resize.js';
import type { Ref } from '../nodes.js';
import { axisOf, input, type Rules, rankOf, refuse } from '../rules.js';

export const resizing: Rules = {
  /** To the nearest element: which that is, is known before the run. */
  Resize(nodes, call) {
    const x = input(call, 0);
    const mode = string(call.attributes, 'mode') ?? 'nearest';
    if (mode !== 'nearest') return refuse(call, `with the mode ${mode}`);
    if ((string(call.attributes, 'keep_aspect_ratio_policy') ?? 'stretch') !== 'stretch')
      return refuse(call, 'that keeps the aspect ratio');
    const rank = rankOf(x, call);
    const axes = (ints(call.attributes, 'axes') ?? [...Array(rank).keys()]).map((axis) => axisOf(axis, x, call));
    const sizes = numbersOf(call.inputs[3]);
    const data = call.inputs[2]?.constant?.data;
    const factors = data && data.length > 0 ? Array.from(data as ArrayLike<number>, Number) : undefined;
    if (!sizes && !factors) return refuse(call, 'to sizes that are computed');
    return [
      axes.reduce<Ref>((all, axis, at) => {
        if (factors?.[at] === 1) return all;
        const [before, after] = [x.shape?.[axis], call.outputs[0]?.shape?.[axis]];
        if (before === undefined || after === undefined || !isKnown(before) || !isKnown(after))
          return refuse(call, 'of sizes that are not known');
        const scale = factors?.[at] ?? after / before;
        return nodes.gather(all, nodes.numbers(nearestElements(before, after, scale, call.attributes)), axis);
      }, x),
    ];
  },
};
