import { type Dim, isKnown, same } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { integers } from '../constants.js';
import { countedUpTo, counters, mix, ofStep } from './mixing.js';

/** What a step's random numbers follow from. */
export interface Randomness {
  /** The run's, mixed. */
  readonly seed: bigint;
  /** The number of steps taken before: int64 without axes. */
  readonly step: SymbolicTensor;
  /** A tensor whose first axis is the batch. */
  readonly batch: SymbolicTensor;
  /** The largest batch. */
  readonly batchSize: number;
}

/** Elements of the longest factor: longer ones are products of two. */
const LONGEST = 4096;

/**
 * Hands out 64-bit random numbers in the shape of a tensor. Each is the product, modulo 2^64, of one odd random
 * number for each axis (or for neighbouring axes together): these few are mixed anew each step, all of them at once,
 * and a multiplication spreads them. Top bits of such products are as good as independent: of few numbers with equal
 * factors, a relation between the others' factors that one would notice has a chance of some 2^-40.
 */
export class Draws {
  private readonly vectors: number[] = [];
  private mixedVectors: readonly SymbolicTensor[] | undefined;
  private rows: SymbolicTensor | undefined;
  private stride: SymbolicTensor | undefined;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly randomness: Randomness,
    /** How long the vectors are that will be asked for, in that order, as another run of the same calls has noted them; left out for that run. */
    private readonly planned?: readonly number[],
  ) {}

  /** The lengths of the vectors that were asked for. */
  get lengths(): readonly number[] {
    return this.vectors;
  }

  /** Random uint64 in the shape of `like`. */
  bits(like: SymbolicTensor): SymbolicTensor {
    const { shape } = like;
    if (!shape) return this.flatBits(like);
    const [known, others] = this.factorsOf(shape, like);
    const fixed =
      known.length > 0
        ? known
        : [
            this.shaped(
              this.vector(1),
              shape.map(() => 1),
            ),
          ];
    const product = [...fixed, ...others].reduce((a, b) => this.graph.one('Mul', [a, b]));
    return { ...product, shape };
  }

  /** Of known sizes first, the smaller ones before the larger; then those of sizes that the run knows. */
  private factorsOf(shape: readonly Dim[], like: SymbolicTensor): readonly [SymbolicTensor[], SymbolicTensor[]] {
    const ofBatch = this.randomness.batch.shape?.[0];
    const ones = () => shape.map((): number => 1);
    const known: { readonly size: number; readonly at: number[] }[] = [];
    const others: SymbolicTensor[] = [];
    let group: { size: number; at: number[] } | undefined;
    shape.forEach((dim, axis) => {
      if (isKnown(dim)) {
        if (!group || group.size * dim > LONGEST) {
          group = { size: 1, at: ones() };
          known.push(group);
        }
        group.size *= dim;
        group.at[axis] = dim;
        return;
      }
      group = undefined;
      const at = ones();
      at[axis] = -1;
      const isBatch = axis === 0 && ofBatch !== undefined && same(dim, ofBatch);
      others.push(this.shaped(isBatch ? this.ofRows() : this.counted(this.sizeOf(like, axis)), at));
    });
    const factors = known.toSorted((a, b) => a.size - b.size).map(({ size, at }) => this.shaped(this.vector(size), at));
    return [factors, others];
  }

  /** Of a tensor whose rank is not known. */
  private flatBits(like: SymbolicTensor): SymbolicTensor {
    const flat = this.counted(this.graph.one('Size', [like]));
    return this.graph.one('Reshape', [flat, this.graph.one('Shape', [like])]);
  }

  private sizeOf(like: SymbolicTensor, axis: number): SymbolicTensor {
    const size = this.graph.one('Shape', [like], { start: { int: axis }, end: { int: axis + 1 } });
    return this.graph.one('Squeeze', [size, integers(this.graph, [0])]);
  }

  /** A factor as long as only the run knows. */
  private counted(length: SymbolicTensor): SymbolicTensor {
    return mix(this.graph, this.graph.one('Add', [countedUpTo(this.graph, length), this.vector(1)]));
  }

  private shaped(vector: SymbolicTensor, shape: readonly number[]): SymbolicTensor {
    return shape.length === 1 && (shape[0] as number) !== -1
      ? vector
      : this.graph.one('Reshape', [vector, integers(this.graph, shape)]);
  }

  /** A number for each sample of the batch, the same for all draws. */
  private ofRows(): SymbolicTensor {
    if (!this.rows) {
      const { batch, batchSize, seed } = this.randomness;
      const all = mix(this.graph, this.stepped(counters(this.graph, seed, 0, batchSize)));
      const size = this.graph.one('Shape', [batch], { start: { int: 0 }, end: { int: 1 } });
      const [from, axis] = [integers(this.graph, [0]), integers(this.graph, [0])];
      this.rows = this.graph.one('Slice', [all, from, size, axis]);
    }
    return this.rows;
  }

  /** Random numbers that no other draw has. */
  private vector(length: number): SymbolicTensor {
    const index = this.vectors.push(length) - 1;
    if (!this.planned) return this.graph.input('draws', 'uint64', [length]);
    this.mixedVectors ??= this.allVectors(this.planned);
    return this.mixedVectors[index] as SymbolicTensor;
  }

  private allVectors(lengths: readonly number[]): readonly SymbolicTensor[] {
    const { batchSize, seed } = this.randomness;
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const all = mix(this.graph, this.stepped(counters(this.graph, seed, batchSize, total)));
    return this.graph.apply('Split', [all, integers(this.graph, lengths)], { axis: { int: 0 } }, lengths.length);
  }

  private stepped(counter: SymbolicTensor): SymbolicTensor {
    this.stride ??= ofStep(this.graph, this.randomness.step);
    return this.graph.one('Add', [counter, this.stride]);
  }
}
