import type { Weight } from '../../layers/layer.js';
import type { Layer, Model } from '../../model/model.js';
import { type Counts, Names } from '../../model/names.js';
import type { Context } from '../../values/context.js';
import {
  type InstanceValue,
  int,
  type ObjectValue,
  type TensorValue,
  unknown,
  type Value,
} from '../../values/value.js';
import { uniform } from './random.js';

/**
 * What Keras keeps between calls, for as long as a program runs. Settings that a call makes for later ones are not
 * here but in `context.setting`: an editor must know which statements use them.
 */
export interface KerasState {
  readonly names: Names;
  /** The object that a program holds for a layer or a model. */
  readonly objects: WeakMap<Layer, ObjectValue<unknown> | InstanceValue>;
  random: (() => number) | undefined;
  /** In which region of the program (`Context.region`) layers and models were made. */
  readonly regions: WeakMap<Layer | Model, object | undefined>;
  /** In which order layers were made: numbers that grow. */
  readonly orders: WeakMap<Layer | Model, number>;
  made: number;
  /** How many computations of the program's own are being followed around the code that runs: operations there get no names. */
  inside: number;
  /** The names of the layers and models of the program whose calls are followed, from the outermost. */
  readonly scope: string[];
  /** What the innermost of them has done so far beside giving its result. */
  following: Following | undefined;
  /** Whether the user was told that mixed precision is not followed. */
  toldOfMixed: boolean;
}

/** A computation of the program's own that is being followed. */
export interface Following {
  /** `training=` of the call, or of what it is in; undefined where nobody has said it. */
  readonly training: boolean | undefined;
  /** What it adds to the loss. */
  readonly penalties: Value[];
  /** What weights have become. */
  readonly assigned: Map<Weight, TensorValue>;
}

export function kerasState(context: Context): KerasState {
  return context.cache('keras', () => ({
    names: new Names(countsIn(context)),
    objects: new WeakMap(),
    random: undefined,
    regions: new WeakMap(),
    orders: new WeakMap(),
    made: 0,
    inside: 0,
    scope: [],
    following: undefined,
    toldOfMixed: false,
  }));
}

/**
 * In which era names are counted: `clear_session` begins a new one. So one setting says all that it changes, whatever
 * was named before, and an editor knows which statements that concerns.
 */
const ERA = 'keras.names.era';
/** Whether anything was named in this era. */
const NAMED = 'keras.names.named';
const [yes, no] = [int(1), int(0)];
/** No two eras are the same one, whichever program they are of. */
let eras = 0;

function countsIn(context: Context): Counts {
  /** undefined: not known, as after a branch that may have begun another. */
  const era = () => countOf(context.setting(ERA));
  const key = (base: string) => `keras.names.${era()}.${base}`;
  return {
    get: (base) => (era() === undefined ? undefined : countOf(context.setting(key(base)))),
    set: (base, count) => {
      context.changeSetting(key(base), int(count));
      context.changeSetting(NAMED, yes);
    },
    lose: (base) => {
      context.changeSetting(key(base), unknown('how many there are is not known'));
      context.changeSetting(NAMED, yes);
    },
    clear: () => {
      if (countOf(context.setting(NAMED)) === 0) return;
      eras += 1;
      context.changeSetting(ERA, int(eras));
      context.changeSetting(NAMED, no);
    },
  };
}

function countOf(value: Value | undefined): number | undefined {
  if (!value) return 0;
  return value.kind === 'int' ? value.value : undefined;
}

/** What the automatic names of functional models begin with. */
export function functionalName(context: Context): string {
  return context.host.kerasVersion === 2 ? 'model' : 'functional';
}

/** The functional form of a Sequential takes an automatic name, as any functional model does; not in Keras 2. */
export function nameRebuilt(context: Context): void {
  if (context.host.kerasVersion !== 2) kerasState(context).names.next(functionalName(context));
}

/** The automatic name of an input: `input_layer`, `input_layer_1`; of Keras 2 `input_1`, `input_2`. */
export function inputName(context: Context): string {
  const { names } = kerasState(context);
  return context.host.kerasVersion === 2 ? names.nextFromOne('input') : names.next('input_layer');
}

/** To be said of each layer and model that is made. */
export function noteMade(made: Layer | Model, context: Context): void {
  const state = kerasState(context);
  if (context.region) state.regions.set(made, context.region);
  state.made += 1;
  state.orders.set(made, state.made);
}

/** Whether a change made now to a layer or model may not happen in every run that has it. */
export function isUncertain(changed: Layer | Model, context: Context): boolean {
  return !context.certain && !context.certainSince(kerasState(context).regions.get(changed));
}

/** Keras's generator of first weights and shuffles; seeded by chance unless `set_random_seed` was called. */
export function randomOf(context: Context): () => number {
  const state = kerasState(context);
  state.random ??= uniform(context.host.entropy());
  return state.random;
}

/** As `keras.utils.set_random_seed` and `tf.random.set_seed`: the same program then draws the same numbers. */
export function setSeed(context: Context, seed: number): void {
  kerasState(context).random = uniform(seed);
}

/** A seed for one training. */
export function drawSeed(context: Context): number {
  return Math.floor(randomOf(context)() * 2 ** 31);
}
