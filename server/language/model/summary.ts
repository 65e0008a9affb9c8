import { shapeToJson } from '../tensor/shape.js';
import type { Layer, Model, TensorSpec } from './model.js';
import type { JsonShape, LayerSummary, ModelSummary, SummaryPlace } from './model-summary.js';
import { outputsOf, typeName } from './outputs.js';
import { countParameters, layerParameters, modelWeights, parameterArithmetic, weightsOf } from './parameters.js';

export { summaryTable } from './summary-table.js';

/** The data of a model's summary. */
export function summarise(model: Model, placeOf: (offset: number) => SummaryPlace): ModelSummary {
  const built = model.built && model.layers.every((layer) => weightsOf(layer));
  const counts = countParameters(modelWeights(model));
  return {
    name: model.name,
    kind: model.kind,
    ...placeOf(model.range.start),
    built: model.built,
    totalParams: built ? (counts.total ?? null) : null,
    trainableParams: built ? (counts.trainable ?? null) : null,
    nonTrainableParams: built ? (counts.nonTrainable ?? null) : null,
    layers: model.layers.map((layer) => summariseLayer(model, layer, placeOf)),
  };
}

function summariseLayer(model: Model, layer: Layer, placeOf: (offset: number) => SummaryPlace): LayerSummary {
  const arithmetic = parameterArithmetic(layer);
  return {
    name: layer.name,
    type: typeName(layer),
    ...placeOf(layer.range.start),
    outputShape: jsonShape(outputsOf(model, layer)),
    params: layerParameters(layer),
    ...(arithmetic === undefined ? {} : { arithmetic }),
  };
}

function jsonShape(outputs: readonly TensorSpec[] | undefined): JsonShape | (JsonShape | null)[] | null {
  if (!outputs) return null;
  const shapes = outputs.map(({ shape }) => shapeToJson(shape));
  return shapes.length === 1 ? (shapes[0] as JsonShape | null) : shapes;
}
