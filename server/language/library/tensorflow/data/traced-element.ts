import { inputSpecs } from '../../../model/layer-body.js';
import { anonymous } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { inside } from '../../keras/program-layers.js';
import { symbolicTensor } from '../../keras/symbolic.js';
import { type Dataset, elementTensor, mapTensors, toElement, unpacked } from './dataset.js';
import { notTold } from './pipeline.js';
import { called } from './run-kit.js';

/** Whether somebody asks for a specification now: only then are functions of the program called for one. */
const asking = (context: Context) => context.cache('tf.data.element_spec', () => ({ now: false }));

/** What a dataset's element looks like, as `element_spec` says it: functions of `map` are followed on tensors without elements. */
export function askedElement(dataset: Dataset, context: Context): Value {
  const state = asking(context);
  const before = state.now;
  state.now = true;
  try {
    return dataset.element;
  } finally {
    state.now = before;
  }
}

/** What a function of the program makes of such an element; Unknown where nobody asks, or there is more in it than tensors of numbers. */
export function mappedElement(f: Value, dataset: Dataset, context: Context): Value {
  if (!asking(context).now) return notTold();
  const { element } = dataset;
  if (!isOfNumbers(element)) return notTold();
  const given = mapTensors(element, ({ shape, dtype }) => {
    const dims = shape?.map((dim) => (typeof dim === 'number' ? dim : anonymous('None')));
    const [spec] = inputSpecs([{ shape: dims, dtype }]);
    return spec ? symbolicTensor(spec) : notTold();
  });
  const { value } = inside(context, [], undefined, () => unpacked(called(f, given, context)));
  return mapTensors(toElement(value, context), ({ dtype, shape }) => elementTensor(dtype, shape));
}

function isOfNumbers(element: Value): boolean {
  if (element.kind === 'tuple') return element.elements.every(isOfNumbers);
  if (element.kind === 'dict') return [...element.entries.values()].every(({ value }) => isOfNumbers(value));
  return element.kind === 'tensor' && element.dtype !== undefined && element.dtype !== 'string';
}
