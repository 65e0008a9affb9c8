import type { Analysis } from '../language/analysis.js';
import { type Dataset, datasetOf, tensorsIn } from '../language/library/tensorflow/data/dataset.js';
import type { Layer, LayerCall, Model } from '../language/model/model.js';
import { layerParameters, weightsOf } from '../language/model/parameters.js';
import type { Range } from '../language/syntax/tree.js';
import { isAnonymous } from '../language/tensor/dim.js';
import { formatShape } from '../language/tensor/shape.js';
import type { TensorValue } from '../language/values/value.js';
import { assignmentEnds } from './assignment-ends.js';
import { isInline } from './document.js';
import { elementsOf, parameters, shapes } from './wording.js';

/** What can be switched off by itself. */
export const hintKinds = ['layers', 'parameters', 'tensors', 'data'] as const;
export type HintKind = (typeof hintKinds)[number];

/** Words shown behind the code that ends at `offset`; so a line's start never moves. */
export interface Hint {
  readonly offset: number;
  readonly parts: readonly HintPart[];
}

export interface HintPart {
  readonly kind: HintKind;
  readonly text: string;
  /** What the text leaves out, such as why something is not known. */
  readonly tooltip?: string;
}

/** Output shapes and parameters behind layers; shapes and types behind assignments of tensors, arrays and datasets; by offset. */
export function hints(analysis: Analysis, shown: ReadonlySet<HintKind> = new Set(hintKinds), within?: Range): Hint[] {
  const places = new Places(within);
  addLayers(places, analysis);
  addTensors(places, analysis);
  return places.hints(shown);
}

function addLayers(places: Places, analysis: Analysis): void {
  const implied = impliedInputs(analysis);
  const inner = innerLayers(analysis);
  for (const layer of analysis.layers) {
    if (implied(layer) || inner.has(layer)) continue;
    for (const call of layer.calls) if (places.isWanted(call.range.end)) places.add(call.range.end, outputShapes(call));
    addParameters(places, layer);
  }
  for (const model of analysis.models) {
    if (!model.built) for (const layer of model.layers) if (!layer.calls.length) places.add(layer.range.end, unbuilt);
    const { end } = model.range;
    if (isWhole(model) && places.isWanted(end) && !places.has(end))
      places.add(end, { kind: 'layers', text: shapes(model.outputs) });
  }
}

/** A model that one call made, in the library or in another file: its layers stand nowhere here, so that the call says what comes out. */
function isWhole({ built, range, layers }: Model): boolean {
  return built && layers.every((layer) => layer.range === range);
}

/** An input layer that nobody wrote stands where another layer (`input_shape=`) or the first use of a model (`fit`) does. */
function impliedInputs({ layers, layerCalls, models, uses }: Analysis): (layer: Layer) => boolean {
  const isInput = ({ definition }: Layer) => definition.name === 'InputLayer';
  const others = [
    ...models,
    ...layers.filter((layer) => !isInput(layer)),
    ...layerCalls.filter(({ layer }) => !isInput(layer)),
    ...uses,
  ];
  const ends = new Set(others.map(({ range }) => range.end));
  return (layer) => isInput(layer) && (layer.unwritten === true || ends.has(layer.range.end));
}

/** A layer written as an argument of the one that owns it: that one's hint says what there is to say. */
function innerLayers({ layers }: Analysis): ReadonlySet<Layer> {
  const inner = new Set<Layer>();
  for (const { sublayers, range } of layers)
    for (const owned of sublayers ?? [])
      if (range.start < owned.range.start && owned.range.end < range.end) inner.add(owned);
  return inner;
}

const unbuilt: HintPart = {
  kind: 'layers',
  text: '?',
  tooltip:
    'The model is not built yet: its shapes are known once it is given an input shape, such as `keras.Input(shape=(784,))`, or called.',
};

function addParameters(places: Places, layer: Layer): void {
  if (layer.model || !weightsOf(layer)?.length) return;
  const offset = layer.calls.find((call) => isInline(layer, call))?.range.end ?? layer.range.end;
  if (!places.isWanted(offset)) return;
  const count = layerParameters(layer);
  const text = parameters(count);
  places.add(
    offset,
    count === null
      ? { kind: 'parameters', text, tooltip: 'The size of a weight is not known.' }
      : { kind: 'parameters', text },
  );
}

function outputShapes({ outputs }: LayerCall): HintPart {
  const text = shapes(outputs);
  const isKnown = outputs.every(({ shape }) => shape);
  return isKnown
    ? { kind: 'layers', text }
    : {
        kind: 'layers',
        text,
        tooltip: 'The output is not known: the layer does not fit its input, or the input is not known.',
      };
}

function addTensors(places: Places, analysis: Analysis): void {
  const ends = assignmentEnds(analysis.module, places.within);
  const last = new Map<number, { readonly offset: number; readonly value: TensorValue | Dataset }>();
  for (const { target, value } of analysis.bindings) {
    if (!places.isWanted(target.start) && !places.isWanted(ends.get(target.start) ?? target.end)) continue;
    const shown = value.kind === 'tensor' ? value : datasetOf(value);
    if (shown) last.set(target.start, { offset: ends.get(target.start) ?? target.end, value: shown });
    else last.delete(target.start);
  }
  for (const { offset, value } of last.values()) {
    const part = 'element' in value ? datasetPart(value) : tensorPart(value);
    if (part && !places.has(offset)) places.add(offset, part);
  }
}

/** Scalars and tensors of which nothing is known would only be noise. */
function tensorPart({ shape, dtype, library, reason }: TensorValue): HintPart | undefined {
  if (!shape?.length) return undefined;
  const text = library === 'keras' || !dtype ? formatShape(shape) : `${formatShape(shape)} ${dtype}`;
  const why = reason ?? (shape.some(isAnonymous) ? 'A dimension is only known when the program runs.' : undefined);
  const kind = library === 'numpy' ? 'data' : 'tensors';
  return why === undefined ? { kind, text } : { kind, text, tooltip: why };
}

/** How many elements, and what one of them is; nothing where no shape is known. */
function datasetPart(dataset: Dataset): HintPart | undefined {
  const tensors = tensorsIn(dataset.element);
  if (!tensors.some(({ shape }) => shape)) return undefined;
  return {
    kind: 'data',
    text: elementsOf(dataset),
    tooltip: 'How many elements the dataset has, and what one of them is.',
  };
}

/** Gathers parts by place: a line that runs several times says each different thing once. */
class Places {
  private readonly parts = new Map<number, HintPart[]>();

  constructor(readonly within: Range | undefined) {}

  /** Asked before a text is made: an editor wants the hints of the lines on the screen alone. */
  isWanted(offset: number): boolean {
    return !this.within || (this.within.start <= offset && offset <= this.within.end);
  }

  has(offset: number): boolean {
    return this.parts.has(offset);
  }

  add(offset: number, part: HintPart): void {
    if (!this.isWanted(offset)) return;
    const here = this.parts.get(offset);
    if (!here) this.parts.set(offset, [part]);
    else if (!here.some(({ kind, text }) => kind === part.kind && text === part.text)) here.push(part);
  }

  hints(shown: ReadonlySet<HintKind>): Hint[] {
    const hints: Hint[] = [];
    for (const [offset, all] of this.parts) {
      const parts = hintKinds
        .filter((kind) => shown.has(kind))
        .flatMap((kind) => shortened(all.filter((part) => part.kind === kind)));
      if (parts.length) hints.push({ offset, parts });
    }
    return hints.sort((a, b) => a.offset - b.offset);
  }
}

/**
 * Several different results of one place: the first and the last of many. What was unknown until a later
 * one was known is left out; what is unknown at last (a loop's later rounds) is told.
 */
function shortened(parts: readonly HintPart[]): readonly HintPart[] {
  const told = parts.filter(({ text }, i) => !text.includes('?') || i === parts.length - 1);
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last || first === last) return told;
  return [{ kind: first.kind, text: `${first.text} … ${last.text}`, tooltip: told.map(({ text }) => text).join(', ') }];
}
