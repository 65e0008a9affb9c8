import type { LayerSummary, ModelSummary, SummaryPlace } from '../../server/language/model/model-summary.js';
import type { KerasModel } from './keras-answers.js';

/** How one model that Keras made compares with ours. */
export interface ModelComparison {
  readonly name: string;
  readonly cell?: number;
  readonly line: number;
  readonly afterError: boolean;
  /** `wrong` where a number or name differs, else `unknown` where we lack one that Keras knows. */
  readonly verdict: 'exact' | 'unknown' | 'wrong';
  readonly wrong: readonly string[];
  readonly unknown: readonly string[];
  readonly layers: number;
}

export interface FileComparison {
  readonly models: readonly ModelComparison[];
  /** Models of ours where Keras made none. */
  readonly extra: readonly ModelSummary[];
}

/** Pairs the models that come to be at the same place, by their names, then in order. */
export function compareModels(ours: readonly ModelSummary[], theirs: readonly KerasModel[]): FileComparison {
  const left = new Map<string, ModelSummary[]>();
  for (const model of ours) {
    const place = placeKey(model);
    left.set(place, [...(left.get(place) ?? []), model]);
  }
  const paired = new Map<KerasModel, ModelSummary>();
  for (const byName of [true, false]) {
    for (const model of theirs) {
      const candidates = left.get(placeKey(model)) ?? [];
      const at = candidates.findIndex((candidate) => !byName || candidate.name === model.name);
      if (paired.has(model) || at < 0) continue;
      paired.set(model, ...(candidates.splice(at, 1) as [ModelSummary]));
    }
  }
  return {
    models: theirs.filter(({ spoilt }) => !spoilt).map((model) => compareModel(paired.get(model), model)),
    extra: [...left.values()].flat(),
  };
}

function placeKey({ cell, line }: SummaryPlace): string {
  return `${cell ?? ''}:${line}`;
}

/** Collects what differs. */
class Differences {
  readonly wrong: string[] = [];
  readonly unknown: string[] = [];

  /** `theirs` null: Keras does not know it either, or not yet: nothing to compare. */
  value(what: string, ours: unknown, theirs: unknown): void {
    if (theirs === null || ours === theirs) return;
    if (ours === null || ours === undefined || isOpen(ours)) this.unknown.push(what);
    else this.wrong.push(`${what}: ${JSON.stringify(ours)}, Keras ${JSON.stringify(theirs)}`);
  }

  shape(what: string, ours: LayerSummary['outputShape'], theirs: LayerSummary['outputShape']): void {
    if (theirs === null) return;
    if (ours === null) {
      this.unknown.push(what);
      return;
    }
    const verdict = compareShapes(ours, theirs);
    if (verdict === 'unknown') this.unknown.push(what);
    else if (verdict === 'wrong') this.wrong.push(`${what}: ${JSON.stringify(ours)}, Keras ${JSON.stringify(theirs)}`);
  }
}

/** An automatic name whose count is not known: `dense_?`. */
function isOpen(value: unknown): boolean {
  return typeof value === 'string' && value.endsWith('_?');
}

type Shapes = NonNullable<LayerSummary['outputShape']>;

function compareShapes(ours: Shapes, theirs: Shapes): 'exact' | 'unknown' | 'wrong' {
  if (ours.length !== theirs.length) return 'wrong';
  let verdict: 'exact' | 'unknown' = 'exact';
  for (const [i, expected] of theirs.entries()) {
    const said = ours[i] ?? null;
    if (Array.isArray(said) || Array.isArray(expected)) {
      if (said === null || expected === null) verdict = expected === null ? verdict : 'unknown';
      else if (!Array.isArray(said) || !Array.isArray(expected)) return 'wrong';
      else {
        const inner = compareShapes(said, expected);
        if (inner === 'wrong') return 'wrong';
        if (inner === 'unknown') verdict = 'unknown';
      }
    } else if (expected === null) {
      if (typeof said === 'number') return 'wrong';
    } else if (typeof said !== 'number') verdict = 'unknown';
    else if (said !== expected) return 'wrong';
  }
  return verdict;
}

function compareModel(ours: ModelSummary | undefined, theirs: KerasModel): ModelComparison {
  const found = new Differences();
  if (!ours) found.unknown.push('the model');
  else {
    found.value('name', ours.name, theirs.name);
    found.value('kind', ours.kind, theirs.kind);
    found.value('totalParams', ours.totalParams, theirs.totalParams);
    found.value('trainableParams', ours.trainableParams, theirs.trainableParams);
    found.value('nonTrainableParams', ours.nonTrainableParams, theirs.nonTrainableParams);
    compareLayers(found, ours, theirs);
  }
  return {
    name: theirs.name,
    ...(theirs.cell === undefined ? {} : { cell: theirs.cell }),
    line: theirs.line,
    afterError: theirs.afterError ?? false,
    verdict: found.wrong.length > 0 ? 'wrong' : found.unknown.length > 0 ? 'unknown' : 'exact',
    wrong: found.wrong,
    unknown: found.unknown,
    layers: theirs.layers.length,
  };
}

function compareLayers(found: Differences, ours: ModelSummary, theirs: KerasModel): void {
  if (ours.layers.length === theirs.layers.length) {
    for (const [i, layer] of theirs.layers.entries()) compareLayer(found, ours.layers[i] as LayerSummary, layer);
    return;
  }
  const counts = `layers: ${ours.layers.length}, Keras ${theirs.layers.length}`;
  if (ours.built) {
    found.wrong.push(counts);
    return;
  }
  found.unknown.push(counts);
  const byName = new Map(ours.layers.map((layer) => [layer.name, layer]));
  for (const layer of theirs.layers) {
    const same = byName.get(layer.name);
    if (same) compareLayer(found, same, layer);
  }
}

function compareLayer(found: Differences, ours: LayerSummary, theirs: LayerSummary): void {
  const what = `layer ${theirs.name}`;
  found.value(`${what} name`, ours.name, theirs.name);
  found.value(`${what} type`, ours.type, theirs.type);
  found.shape(`${what} outputShape`, ours.outputShape, theirs.outputShape);
  found.value(`${what} params`, ours.params, theirs.params);
}
