import { kerasShape } from '../../model/input-spec.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, int, str, type TensorValue, type Value } from '../../values/value.js';
import { shapeValue } from './layer-members.js';

/** Symbolic tensors: what `Input` and layers give while a model is being put together. */
export const kerasTensorType: NativeType = {
  name: 'KerasTensor',
  module: 'keras',
  attributes: {
    shape: (self) => shapeValue(symbol(self).shape),
    dtype: (self) => str(symbol(self).dtype ?? 'float32'),
    ndim: (self, context) => {
      const { shape } = symbol(self);
      return shape ? int(shape.length) : context.unknown('the rank is not known', 'ndim');
    },
    name: (self) => str(symbol(self).source?.call.layer.name ?? 'keras_tensor'),
    sparse: () => bool(false),
  },
  truth: () => true,
  binary: (operator, _self, _other, _reflected, context) =>
    context.unknown(`\`${operator}\` on a symbolic tensor is not supported yet`, operator),
  getItem: (_self, _index, context) =>
    context.unknown('indexing a symbolic tensor is not supported yet', 'KerasTensor'),
  repr: (self) => {
    const { shape, dtype } = symbol(self);
    return (
      shape &&
      `<KerasTensor shape=${kerasShape(shape)}, dtype=${dtype ?? 'float32'}, sparse=False, ragged=False, name=keras_tensor>`
    );
  },
};

function symbol(self: Value): TensorValue {
  return self as TensorValue;
}
