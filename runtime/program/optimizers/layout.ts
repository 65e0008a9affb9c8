import type { ElementType, TensorData } from '../../../server/language/tensor/element-type.js';
import type { OptimizerSpec, WeightData } from '../../../server/language/training-request.js';
import { flagSetting, optionalNumber } from '../settings.js';
import { optimizerFor } from './index.js';
import { lossScaleSlots } from './loss-scaling.js';
import type { SlotSpec, WeightShape } from './optimizer.js';
import { weightDecayOf } from './weight-decay.js';

/**
 * What an optimiser carries from step to step: Keras has a variable for each slot of each weight; a step has as few
 * tensors as it can, since each node costs a launch whatever its size.
 */
export interface OptimizerLayout {
  readonly pieces: readonly Piece[];
  /** Of the whole optimiser: scalars. */
  readonly shared: readonly CarriedSlot[];
  /** Keras's variables in Keras's order, after the iterations and the learning rate. */
  readonly variables: readonly OptimizerVariable[];
}

/** Weights that are updated together: one, or several small ones one after the other in a vector. */
export interface Piece {
  /** Their places among the trainable weights. */
  readonly members: readonly number[];
  readonly weights: readonly WeightData[];
  readonly isVector: boolean;
  /** Those that all optimisers may have, then the optimiser's own. */
  readonly slots: readonly CarriedSlot[];
}

export interface CarriedSlot {
  /** The name of the graph's input. */
  readonly input: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** What all of its elements begin with, unless the variables say otherwise. */
  readonly initial: number;
}

export interface OptimizerVariable {
  /** As Keras's path without the optimiser's name: `dense_kernel_momentum`. */
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly initial: number | TensorData;
  /** Where it lies: the first element's place in a slot. Nothing: it never changes. */
  readonly slot: string | undefined;
  readonly offset: number;
  /** A weight's running mean (`use_ema`). */
  readonly isAverage?: boolean;
}

/** Weights of at most so many elements are updated in one piece: beyond it, copying them takes longer than launches. */
const SMALL = 16_384;

/** Keras makes the running means before all else. */
const AVERAGES = -2;

export const averageSlot = 'average';
export const accumulatorSlot = 'gradient_accumulator';

/** `trainable`: the trainable weights in the program's order; `gathered`: names of those of which rows are taken. Throws Unsupported. */
export function layoutOf(
  spec: OptimizerSpec,
  trainable: readonly WeightData[],
  gathered: ReadonlySet<string> = new Set(),
): OptimizerLayout {
  const optimizer = optimizerFor(spec.name);
  const slots = trainable.map((weight) => [...commonSlots(spec), ...optimizer.slots(spec, shapeOf(weight))]);
  const places = new Map<WeightData, Map<SlotSpec, { readonly slot: string; readonly offset: number }>>();
  const pieces = piecesOf(spec, trainable, gathered).map((members): Piece => {
    const weights = members.map((member) => trainable[member] as WeightData);
    const [first] = weights as [WeightData];
    const isVector = members.length > 1;
    for (const weight of weights) places.set(weight, new Map());
    const carried = (slots[members[0] as number] as readonly SlotSpec[]).flatMap((slot, index): CarriedSlot[] => {
      if (slot.placeholder) return [];
      const input = `epoch/slot${index}/${first.name}`;
      let size = 0;
      members.forEach((member, at) => {
        const own = slots[member]?.[index] as SlotSpec;
        places.get(weights[at] as WeightData)?.set(own, { slot: input, offset: size });
        size += sizeOf(own.shape ?? (weights[at] as WeightData).value.shape);
      });
      const shape = isVector ? [size] : (slot.shape ?? first.value.shape);
      return [{ input, dtype: first.value.dtype, shape, initial: initialNumber(slot) }];
    });
    return { members, weights, isVector, slots: carried };
  });
  const carriedOnce = (slot: SlotSpec): CarriedSlot => ({
    input: sharedInput(slot.name),
    dtype: 'float32',
    shape: [],
    initial: initialNumber(slot),
  });
  const shared = (optimizer.shared ?? []).map(carriedOnce);
  return {
    pieces,
    // Those of a loss scale are no variables of the optimiser that it is around.
    shared: [...shared, ...lossScaleSlots(spec).map(carriedOnce)],
    variables: [
      ...rounds(slots).flatMap((round) =>
        trainable.flatMap((weight, member) =>
          (slots[member] as readonly SlotSpec[])
            .filter((slot) => (slot.round ?? 0) === round)
            .map((slot) => variable(weight, slot, places.get(weight)?.get(slot))),
        ),
      ),
      ...shared.map((slot): OptimizerVariable => ({ ...slot, name: 'variable', slot: slot.input, offset: 0 })),
    ],
  };
}

/** The name of the graph's input for a scalar that is carried once. */
export function sharedInput(slot: string): string {
  return `epoch/shared/${slot}`;
}

export function shapeOf({ name, value }: WeightData): WeightShape {
  return { name, shape: value.shape };
}

/** Slots that any optimiser has where its settings ask for them: Keras makes them before the optimiser's own. */
export function commonSlots(spec: OptimizerSpec): readonly SlotSpec[] {
  return [
    ...(flagSetting(spec, 'use_ema')
      ? [{ name: averageSlot, round: AVERAGES, ...(flagSetting(spec, 'older') ? { initial: 'weight' as const } : {}) }]
      : []),
    ...(optionalNumber(spec, 'gradient_accumulation_steps') ? [{ name: accumulatorSlot, round: -1 }] : []),
  ];
}

function rounds(slots: readonly (readonly SlotSpec[])[]): readonly number[] {
  const found = new Set(slots.flatMap((each) => each.map(({ round }) => round ?? 0)));
  return [...found].sort((a, b) => a - b);
}

/** Small weights together where the optimiser does several things to each element; those that decay alike. */
function piecesOf(
  spec: OptimizerSpec,
  trainable: readonly WeightData[],
  gathered: ReadonlySet<string>,
): readonly (readonly number[])[] {
  const optimizer = optimizerFor(spec.name);
  // Each weight's own length is needed.
  const clipsEach = optionalNumber(spec, 'clipnorm') !== null;
  const pieces: number[][] = [];
  const together = new Map<string, number[]>();
  trainable.forEach((weight, index) => {
    const { dtype, data } = weight.value;
    const worthwhile =
      optimizer.elementwise &&
      !clipsEach &&
      !gathered.has(weight.name) &&
      data.length <= SMALL &&
      dtype === 'float32' &&
      optimizer.slots(spec, shapeOf(weight)).length > 0;
    const key = String(weightDecayOf(spec, shapeOf(weight)));
    const found = worthwhile ? together.get(key) : undefined;
    if (found) {
      found.push(index);
      return;
    }
    const piece = [index];
    pieces.push(piece);
    if (worthwhile) together.set(key, piece);
  });
  return pieces;
}

function variable(
  { name, value }: WeightData,
  slot: SlotSpec,
  place: { readonly slot: string; readonly offset: number } | undefined,
): OptimizerVariable {
  const last = name.split('/').at(-1) as string;
  return {
    name: slot.placeholder || slot.name === '' ? last : `${name.replaceAll('/', '_')}_${slot.name}`,
    dtype: slot.placeholder ? 'int32' : value.dtype,
    shape: slot.placeholder ? [] : (slot.shape ?? value.shape),
    initial: slot.initial === 'weight' ? value : initialNumber(slot),
    slot: place?.slot,
    offset: place?.offset ?? 0,
    isAverage: slot.round === AVERAGES,
  };
}

function initialNumber({ initial }: SlotSpec): number {
  return typeof initial === 'number' ? initial : 0;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}
