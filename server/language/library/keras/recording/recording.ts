import type { Weight } from '../../../layers/layer.js';
import type { RecordedStep } from '../../../recorded-program.js';
import type { ElementType, TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { LoopCurves } from './loop-curves.js';
import type { Penalties } from './losses.js';
import { RecordedGraphs } from './recorded-graphs.js';
import type { Writing } from './writing.js';

/**
 * On numbers, what a `tf.GradientTape` sees is not computed at once but kept as operations (decision 0011): gradients
 * need them, and an engine computes a whole step of training together. Whoever asks for a tensor's elements gets them
 * computed, with all else that will be needed.
 */

/** A tensor that an operation gives. */
export class Recorded {
  value: TensorData | undefined;

  constructor(
    public dtype: ElementType,
    /** undefined until it is computed, where its elements decide. */
    public shape: readonly number[] | undefined,
    /** Let go of once nothing needs it any more. */
    public made: Operation | undefined,
    /** A gradient, of which there is one as large as each weight: computed where somebody asks for it. */
    readonly isPassing: boolean,
  ) {}
}

/** What an operation computes with: a tensor of another one, or one that was known. */
export type Source = Recorded | TensorData;

export interface Operation {
  /** Grows from operation to operation. */
  readonly order: number;
  /** With places in `sources` in the place of tensors' numbers. */
  readonly step: RecordedStep;
  /** Says which step it is, apart from its tensors. */
  readonly id: string;
  readonly sources: readonly Source[];
  readonly outputs: readonly Recorded[];
  /** The tapes that saw it. */
  readonly tapes: readonly Tape[];
  /** The values of weights that it read. */
  readonly reads: ReadonlyMap<Weight, Source>;
  /** Of a gradient: what leads to its targets, whether or not what that gave is known. */
  readonly along?: ReadonlySet<Operation>;
}

/** A `tf.GradientTape`. */
export interface Tape {
  readonly isPersistent: boolean;
  readonly watchesVariables: boolean;
  readonly watched: Set<Weight | Recorded>;
  isOpen: boolean;
  /** Its gradients were asked for, and it gives no others. */
  isSpent: boolean;
  /** So many others came after it that nobody is taken to ask it any more. */
  isForgotten?: boolean;
}

/** What something becomes. */
export interface Pending {
  readonly values: readonly Recorded[];
  /** A step ends with it. */
  readonly byOptimizer: boolean;
  settle(values: readonly TensorData[]): void;
}

export class Recording {
  readonly tapes: Tape[] = [];
  /** Tapes that may still be asked for gradients, the oldest first. */
  readonly closed: Tape[] = [];
  /** What weights and optimisers will be: computed before anybody looks. */
  readonly pending = new Map<object, Pending>();
  /** Tensors that the program got since all was last computed. */
  given: Recorded[] = [];
  /** Those whose operations a tape may still need. */
  kept: Recorded[] = [];
  /** How many operations wait to be computed, at most. */
  waiting = 0;
  order = 0;
  /** Known once something may be recorded: what records imports the functions that are recorded. */
  record: ((name: string, context: Context, run: () => Value) => Value) | undefined;
  /** Weak: plain tensors that a tape watches. */
  readonly watched = new WeakMap<object, Recorded>();
  /** While operations are written. */
  writing: Writing | undefined;
  /** While steps are taken that the program has written: calls of layers are kept whether or not a tape sees them. */
  always = 0;
  /** While operations are followed for a record. */
  depth = 0;
  /** What loops of the program show of themselves. */
  readonly curves = new LoopCurves();
  readonly graphs = new RecordedGraphs();
  /** What the last calls of layers have added to the loss; not known where these were not recorded. */
  readonly penalties = new WeakMap<object, Penalties | 'unknown'>();
}

/** Tensors that an operation computes with, each with a number. */
export class Places {
  private readonly numbers = new Map<Source, number>();

  of(source: Source): number {
    const at = this.numbers.get(source) ?? this.numbers.size;
    this.numbers.set(source, at);
    return at;
  }

  /** In the order of their numbers. */
  get sources(): readonly Source[] {
    return [...this.numbers.keys()];
  }
}

export function recordingOf(context: Context): Recording {
  return context.cache('keras.recording', () => new Recording());
}

/** How a tensor is computed; of a plain one that a tape watches, that it stands for itself. */
export function recordedOf(value: TensorValue, recording: Recording): Recorded | undefined {
  return (value.recorded as Recorded | undefined) ?? recording.watched.get(value);
}

/** Whether an operation is kept instead of computed because of one of the values that it takes. */
export function isRecorded(values: readonly Value[], context: Context): boolean {
  if (context.host.mode !== 'numbers' || !context.host.programs) return false;
  const recording = recordingOf(context);
  if (recording.depth > 0 || (recording.tapes.length === 0 && recording.waiting === 0)) return false;
  return values.some((value) => isTraced(value, recording));
}

function isTraced(value: Value, recording: Recording): boolean {
  switch (value.kind) {
    case 'tensor': {
      const recorded = recordedOf(value, recording);
      if (recorded) return !recorded.value || recording.watched.has(value) || seen(recorded);
      return value.variable !== undefined && recording.tapes.length > 0;
    }
    case 'list':
    case 'tuple':
      return value.elements.some((each) => isTraced(each, recording));
    case 'dict':
      return [...value.entries.values()].some((entry) => isTraced(entry.value, recording));
    default:
      return false;
  }
}

function seen({ made }: Recorded): boolean {
  return made?.tapes.some(({ isOpen }) => isOpen) ?? false;
}

/** Keeps what `isRecorded` says of an operation. */
export function kept(name: string, context: Context, run: () => Value): Value {
  const { record } = recordingOf(context);
  return record ? record(name, context, run) : run();
}
