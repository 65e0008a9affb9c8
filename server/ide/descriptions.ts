import { activations } from '../language/layers/activations.js';
import { type Dataset, datasetOf, tensorsIn } from '../language/library/tensorflow/data/dataset.js';
import type { Layer, LayerCall, Model } from '../language/model/model.js';
import { typeName } from '../language/model/outputs.js';
import {
  formatCount,
  layerParameters,
  memoryOf,
  modelWeights,
  parameterArithmetic,
} from '../language/model/parameters.js';
import { summarise } from '../language/model/summary.js';
import { isKnown } from '../language/tensor/dim.js';
import { bytesPerElement } from '../language/tensor/element-type.js';
import { formatShape, sizeOf } from '../language/tensor/shape.js';
import type { TensorValue, Value } from '../language/values/value.js';
import { bytes, documentationLink, elementsOf, parameters, shapes } from './wording.js';

/** A layer in Markdown: what goes in and comes out, how many parameters and why, what it computes. */
export function describeLayer(layer: Layer, call: LayerCall | undefined = layer.calls.at(-1)): string {
  const { definition } = layer;
  const lines = [`**${typeName(layer)}** \`${layer.name}\``];
  if (call?.inputs.length) lines.push(`\`${shapes(call.inputs)}\` → \`${shapes(call.outputs)}\``);
  else if (call) lines.push(`gives \`${shapes(call.outputs)}\``);
  else lines.push('Its output shape is not known: the layer is not called yet, or its model is not built yet.');
  if (layer.calls.length > 1 && new Set(layer.calls.map(({ outputs }) => shapes(outputs))).size > 1)
    lines.push(`Called ${layer.calls.length} times; all calls share its parameters.`);
  const arithmetic = parameterArithmetic(layer);
  const count = layerParameters(layer);
  if (arithmetic) lines.push(`Parameters: ${arithmetic}${layer.trainable ? '' : ' (not trainable)'}`);
  else if (count) lines.push(`Parameters: ${formatCount(count)}`);
  else if (count === 0) lines.push('No parameters');
  if (!layer.model)
    lines.push(
      definition.description,
      ...activationOf(layer),
      ...(definition.documentation ? [documentationLink(definition.documentation)] : []),
    );
  return lines.join('\n\n');
}

/** What the layer's activation computes; nothing where it leaves values as they are. */
function activationOf({ arguments: given }: Layer): string[] {
  const activation = activations.get(String(given['activation']));
  return activation && activation.name !== 'linear' ? [`${activation.name}: ${activation.formula}`] : [];
}

export function describeModel(model: Model): string {
  const { totalParams, trainableParams, nonTrainableParams } = summarise(model, () => ({ line: 0 }));
  const lines = [`**${typeNames[model.kind]}** \`${model.name}\``];
  if (model.built && model.inputs.length) lines.push(`\`${shapes(model.inputs)}\` → \`${shapes(model.outputs)}\``);
  lines.push(`${model.layers.length} ${model.layers.length === 1 ? 'layer' : 'layers'}`);
  if (totalParams === null)
    lines.push('Not built yet: its shapes and parameters are known once it is given an input shape or called.');
  else {
    const split = nonTrainableParams
      ? `: ${formatCount(trainableParams ?? 0)} trainable, ${formatCount(nonTrainableParams)} not`
      : '';
    lines.push(`${parameters(totalParams)} (${bytes(memoryOf(modelWeights(model)))})${split}`);
  }
  return lines.join('\n\n');
}

const typeNames = { sequential: 'Sequential model', functional: 'Functional model', subclass: 'Model' } as const;

/** A tensor, a plain number or text, or why a value is not known; undefined for what says nothing new. */
export function describeValue(name: string, value: Value): string | undefined {
  switch (value.kind) {
    case 'tensor':
      return describeTensor(name, value);
    case 'int':
    case 'float':
    case 'bool':
      return `\`${name}\` = ${value.kind === 'bool' ? (value.value ? 'True' : 'False') : value.value}`;
    case 'unknown':
      return `\`${name}\` is not known here: ${value.reason}`;
    case 'object': {
      const dataset = datasetOf(value);
      return dataset && describeDataset(name, dataset);
    }
    default:
      return undefined;
  }
}

function describeDataset(name: string, dataset: Dataset): string {
  const lines = [`\`${name}\`: TensorFlow dataset`, `\`${elementsOf(dataset)}\``];
  if (dataset.cardinality === undefined) lines.push('How many elements it has is only known when the program runs.');
  for (const { reason } of tensorsIn(dataset.element)) if (reason) lines.push(`Not known: ${reason}`);
  return lines.join('\n\n');
}

const libraries = { numpy: 'NumPy array', tensorflow: 'TensorFlow tensor', keras: 'Keras tensor' } as const;

function describeTensor(name: string, { shape, dtype, library, reason }: TensorValue): string {
  const lines = [`\`${name}\`: ${libraries[library]}`, `\`${formatShape(shape)}\`${dtype ? ` ${dtype}` : ''}`];
  const size = shape && sizeOf(shape);
  if (size !== undefined && isKnown(size) && dtype)
    lines.push(`${formatCount(size)} ${size === 1 ? 'element' : 'elements'}, ${bytes(size * bytesPerElement(dtype))}`);
  if (reason) lines.push(`Not known: ${reason}`);
  return lines.join('\n\n');
}
