import type { Criterion } from './criteria.js';
import { sortTogether } from './sorting.js';

/** What bounds the growth of a tree. */
export interface Growth {
  readonly maxDepth: number;
  readonly minSplit: number;
  readonly minLeaf: number;
  /** How many columns are tried at each node. */
  readonly maxFeatures: number;
  readonly minDecrease: number;
}

/** A grown tree: for each node the column and the border that it asks for, or what it tells. */
export interface Tree {
  /** -1 at leaves. */
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly impurity: number[];
  readonly weight: number[];
  readonly value: Float64Array[];
}

/** Samples in single precision, row by row. */
export interface Rows {
  readonly data: Float32Array;
  readonly columns: number;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly position: number;
}

const constantWithin = Math.fround(1e-7);
const nothing = 2 ** -52;

/** The numbers that decide in which order columns are tried: Marsaglia's xorshift. */
class ColumnOrder {
  constructor(private state: number) {}

  /** From `low` to below `high`. */
  between(low: number, high: number): number {
    let x = this.state === 0 ? 1 : this.state;
    x ^= x << 13;
    x ^= (x >>> 0) >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return low + ((this.state % 2147483648) % (high - low));
  }
}

/**
 * Grows a tree as scikit-learn's depth-first builder: `samples` holds the places of the rows that count, which it puts
 * in another order; `seed` decides the order of columns.
 */
export function grow(
  rows: Rows,
  samples: Int32Array,
  criterion: Criterion,
  growth: Growth,
  seed: number,
  checkpoint: () => void,
): Tree {
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], impurity: [], weight: [], value: [] };
  const search = new Search(rows, samples, criterion, growth, new ColumnOrder(seed));
  const waiting: {
    start: number;
    end: number;
    depth: number;
    parent: number;
    isLeft: boolean;
    impurity: number;
    constants: number;
  }[] = [{ start: 0, end: samples.length, depth: 0, parent: -1, isLeft: false, impurity: Number.NaN, constants: 0 }];
  let all = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    checkpoint();
    const { start, end, depth, parent, isLeft } = next;
    criterion.begin(start, end);
    if (parent < 0) all = criterion.total;
    const impurity = parent < 0 ? criterion.impurity() : next.impurity;
    const [weight, value] = [criterion.total, criterion.value()];
    const isLeaf =
      depth >= growth.maxDepth ||
      end - start < growth.minSplit ||
      end - start < 2 * growth.minLeaf ||
      impurity <= nothing;
    const found = isLeaf ? undefined : search.best(start, end, next.constants);
    let children: readonly [number, number] = [0, 0];
    let isSplit = false;
    if (found?.split) {
      criterion.reset();
      criterion.update(found.split.position);
      children = criterion.children();
      const improvement =
        (weight / all) *
        (impurity - (criterion.right / weight) * children[1] - (criterion.left / weight) * children[0]);
      isSplit = improvement + nothing >= growth.minDecrease;
    }
    const at = tree.feature.length;
    if (parent >= 0) (isLeft ? tree.left : tree.right)[parent] = at;
    tree.feature.push(isSplit ? (found?.split?.feature as number) : -1);
    tree.threshold.push(isSplit ? (found?.split?.threshold as number) : 0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.impurity.push(impurity);
    tree.weight.push(weight);
    tree.value.push(value);
    if (!isSplit || !found?.split) continue;
    const common = { depth: depth + 1, parent: at, constants: found.constants };
    const { position } = found.split;
    waiting.push({ ...common, start: position, end, isLeft: false, impurity: children[1] });
    waiting.push({ ...common, start, end: position, isLeft: true, impurity: children[0] });
  }
  return tree;
}

/** Looks for the best border at a node. */
class Search {
  private readonly features: Int32Array;
  /** Columns that are the same all over a node, and so within its parts. */
  private readonly constant: Int32Array;
  private readonly values: Float32Array;

  constructor(
    private readonly rows: Rows,
    private readonly samples: Int32Array,
    private readonly criterion: Criterion,
    private readonly growth: Growth,
    private readonly order: ColumnOrder,
  ) {
    this.features = Int32Array.from({ length: rows.columns }, (_, j) => j);
    this.constant = new Int32Array(rows.columns);
    this.values = new Float32Array(samples.length);
  }

  private swap(i: number, j: number): void {
    const kept = this.features[i] as number;
    this.features[i] = this.features[j] as number;
    this.features[j] = kept;
  }

  /** Puts the node's samples in the order of a column; false where that is the same all over. */
  private sort(feature: number, start: number, end: number): boolean {
    const { values, samples, rows } = this;
    for (let p = start; p < end; p += 1)
      values[p] = rows.data[(samples[p] as number) * rows.columns + feature] as number;
    sortTogether(values, samples, start, end - start);
    return (values[end - 1] as number) > Math.fround((values[start] as number) + constantWithin);
  }

  /** Columns are drawn without giving them back; those that are known to be the same all over are not looked at again. */
  best(start: number, end: number, known: number): { split: Split | undefined; constants: number } {
    const { features, constant, growth, order } = this;
    let [last, visited, found, drawn] = [features.length, 0, 0, 0];
    let total = known;
    let split: Split | undefined;
    let most = Number.NEGATIVE_INFINITY;
    while (last > total && (visited < growth.maxFeatures || visited <= found + drawn)) {
      visited += 1;
      let at = order.between(drawn, last - found);
      if (at < known) {
        this.swap(drawn, at);
        drawn += 1;
        continue;
      }
      at += found;
      const feature = features[at] as number;
      if (!this.sort(feature, start, end)) {
        this.swap(at, total);
        found += 1;
        total += 1;
        continue;
      }
      last -= 1;
      this.swap(last, at);
      const better = this.along(feature, start, end, most);
      if (better) [split, most] = better;
    }
    if (split) this.part(split, start, end);
    features.set(constant.subarray(0, known));
    constant.set(features.subarray(known, known + found), known);
    return { split, constants: total };
  }

  /** The first best border along a sorted column that is better than what is known. */
  private along(feature: number, start: number, end: number, before: number): [Split, number] | undefined {
    const { values, criterion, growth } = this;
    let best: [Split, number] | undefined;
    let most = before;
    criterion.reset();
    for (let p = start; p < end; ) {
      p += 1;
      while (p < end && (values[p] as number) <= Math.fround((values[p - 1] as number) + constantWithin)) p += 1;
      if (p >= end) break;
      if (p - start < growth.minLeaf || end - p < growth.minLeaf) continue;
      criterion.update(p);
      const promise = criterion.promise();
      if (!(promise > most)) continue;
      most = promise;
      best = [{ feature, threshold: (values[p - 1] as number) / 2 + (values[p] as number) / 2, position: p }, promise];
    }
    return best;
  }

  /** Puts the samples up to the border before the others. */
  private part({ feature, threshold }: Split, start: number, end: number): void {
    const { samples, rows } = this;
    let [from, to] = [start, end];
    while (from < to) {
      const sample = samples[from] as number;
      if ((rows.data[sample * rows.columns + feature] as number) <= threshold) from += 1;
      else {
        to -= 1;
        samples[from] = samples[to] as number;
        samples[to] = sample;
      }
    }
  }
}

/** What a tree tells of a row. */
export function toldBy(tree: Tree, rows: Rows, row: number): Float64Array {
  let at = 0;
  while ((tree.feature[at] as number) >= 0) {
    const value = rows.data[row * rows.columns + (tree.feature[at] as number)] as number;
    at = (value <= (tree.threshold[at] as number) ? tree.left[at] : tree.right[at]) as number;
  }
  return tree.value[at] as Float64Array;
}

/** How much each column made the nodes purer; of all together one. */
export function importances(tree: Tree, columns: number): Float64Array {
  const found = new Float64Array(columns);
  for (const [at, feature] of tree.feature.entries()) {
    if (feature < 0) continue;
    const part = (node: number) => (tree.weight[node] as number) * (tree.impurity[node] as number);
    found[feature] =
      (found[feature] as number) + (part(at) - part(tree.left[at] as number) - part(tree.right[at] as number));
  }
  const total = found.reduce((sum, x) => sum + x / (tree.weight[0] as number), 0);
  return found.map((x) => (total > 0 ? x / (tree.weight[0] as number) / total : 0));
}
