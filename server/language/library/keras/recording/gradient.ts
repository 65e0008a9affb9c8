import type { Weight } from '../../../layers/layer.js';
import { allocate, isFloat } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tensor, type Value } from '../../../values/value.js';
import { kerasFunction } from '../ops/functions.js';
import { mapTensors, tensorsIn } from '../symbolic.js';
import { assembled, performed } from './compute.js';
import { add, given, record } from './record.js';
import {
  type Operation,
  Places,
  Recorded,
  type Recording,
  recordedOf,
  recordingOf,
  type Source,
  type Tape,
} from './recording.js';

export function openTape(tape: Tape, context: Context): void {
  const recording = recordingOf(context);
  tape.isOpen = true;
  recording.record = record;
  recording.tapes.push(tape);
}

/** So many closed tapes are kept: one that is never asked would keep all that it saw. */
const MOST_CLOSED = 100;

export function closeTape(tape: Tape, context: Context): void {
  const { tapes, closed } = recordingOf(context);
  if (tape.isOpen && closed.push(tape) > MOST_CLOSED) {
    const oldest = closed.shift();
    if (oldest) oldest.isForgotten = true;
  }
  tape.isOpen = false;
  const at = tapes.indexOf(tape);
  if (at >= 0) tapes.splice(at, 1);
}

/** `tape.watch(x)`: a plain tensor stands for itself from now on. */
export function watch(tape: Tape, value: Value, context: Context): void {
  const recording = recordingOf(context);
  for (const each of tensorsIn(value)) {
    if (each.variable) {
      tape.watched.add(each.variable);
      continue;
    }
    const known = recordedOf(each, recording);
    if (known) {
      tape.watched.add(known);
      continue;
    }
    const { dtype, shape, data } = each;
    if (each.library === 'numpy' || !dtype || !data) {
      context.raise('ValueError', `Passed in object ${context.repr(each) ?? ''} of type 'ndarray', not tf.Tensor.`);
      continue;
    }
    const sizes = shape as readonly number[];
    const watched = new Recorded(dtype, sizes, undefined, false);
    watched.value = { dtype, shape: sizes, data };
    recording.watched.set(each, watched);
    tape.watched.add(watched);
  }
}

/** Gradients of the targets' sum by each source, in the structure of the sources; None where nothing depends on one. */
export function gradient(
  tape: Tape,
  asked: {
    readonly targets: Value;
    readonly sources: Value;
    readonly seeds: Value;
    readonly zeros: boolean;
    /** Jacobians in the place of gradients: of the target, a tensor, or of each of its samples. */
    readonly rows?: 'all' | 'batch';
  },
  context: Context,
): Value {
  if (tape.isSpent)
    context.raise(
      'RuntimeError',
      'A non-persistent GradientTape can only be used to compute one set of gradients (or jacobians)',
    );
  if (tape.isForgotten)
    return context.unknown(`a tape is kept until ${MOST_CLOSED} others have followed`, 'GradientTape.gradient');
  if (!tape.isPersistent) closeTape(tape, context);
  const recording = recordingOf(context);
  const path = pathOf(tape, asked, recording, context);
  const found = path && gradients(path, asked.rows, context);
  tape.isSpent = !tape.isPersistent;
  return mapTensors(asked.sources, (source, i) => {
    const result = found?.[i];
    if (result) return given(result, context);
    return asked.zeros ? zerosFor(source, asked, context) : none;
  });
}

/** In the place of a gradient that is not there. */
function zerosFor(
  source: TensorValue,
  { targets, rows }: { readonly targets: Value; readonly rows?: 'all' | 'batch' },
  context: Context,
): Value {
  if (!rows) {
    const zeros = kerasFunction('zeros_like');
    return zeros ? context.call(zeros, [source]) : none;
  }
  const shape = jacobianShape(shapeOf(tensorsIn(targets)[0]), shapeOf(source), rows);
  const dtype = source.dtype ?? 'float32';
  return tensor(
    'tensorflow',
    dtype,
    shape,
    allocate(
      dtype,
      shape.reduce((size, dim) => size * dim, 1),
    ),
  );
}

/** The target's, then the source's, of which a batch's samples are the target's. */
function jacobianShape(target: readonly number[], source: readonly number[], rows: 'all' | 'batch'): readonly number[] {
  return [...target, ...(rows === 'batch' ? source.slice(1) : source)];
}

/** Of a tensor on numbers. */
function shapeOf(of: { readonly shape?: unknown } | undefined): readonly number[] {
  return (of?.shape ?? []) as readonly number[];
}

/** What a gradient is carried back along. */
interface Path {
  readonly targets: readonly Recorded[];
  readonly seeds: readonly (Source | undefined)[];
  /** For each source all that stands for it: nothing where the tape has not seen it. */
  readonly sources: readonly (readonly Source[])[];
  readonly stops: readonly Source[];
  readonly operations: ReadonlySet<Operation>;
}

function pathOf(
  tape: Tape,
  asked: { readonly targets: Value; readonly sources: Value; readonly seeds: Value },
  recording: Recording,
  context: Context,
): Path | undefined {
  const given = asked.seeds.kind === 'none' ? [] : tensorsIn(asked.seeds);
  const targets: Recorded[] = [];
  const seeds: (Source | undefined)[] = [];
  tensorsIn(asked.targets).forEach((target, i) => {
    if (target.variable) context.unknown('a variable as its target is not supported', 'GradientTape.gradient');
    const recorded = recordedOf(target, recording);
    if (!recorded) return;
    targets.push(recorded);
    seeds.push(given[i] && known(given[i], recording, context));
  });
  const seen = retraced(tape, targets);
  const inputs = new Set<Source>([...targets, ...[...seen].flatMap(({ sources }) => sources)]);
  const along = new Set<Source>([...inputs, ...[...seen].flatMap(({ outputs }) => outputs)]);
  const sources = tensorsIn(asked.sources).map((source): readonly Source[] => {
    if (source.dtype && !isFloat(source.dtype)) return [];
    if (source.variable) return watches(tape, source.variable) ? readsOf(source.variable, seen) : [];
    const recorded = recordedOf(source, recording);
    const isSeen = recorded && along.has(recorded) && (recorded.made !== undefined || tape.watched.has(recorded));
    return isSeen ? [recorded] : [];
  });
  if (targets.length === 0 || sources.every((each) => each.length === 0)) return undefined;
  const stands = new Set(sources.flat());
  const stops = [...inputs].filter(
    (source) => source instanceof Recorded && source.made && !seen.has(source.made) && !stands.has(source),
  );
  return { targets, seeds, sources, stops, operations: seen };
}

function known(seed: TensorValue, recording: Recording, context: Context): Source | undefined {
  const recorded = recordedOf(seed, recording);
  if (recorded) return recorded;
  const { dtype, shape, data } = seed;
  if (dtype && data) return { dtype, shape: shape as readonly number[], data };
  context.unknown('its output_gradients are not known', 'GradientTape.gradient');
  return undefined;
}

/** The operations that a tape has seen which lead to some tensors. */
function retraced(tape: Tape, targets: readonly Recorded[]): ReadonlySet<Operation> {
  const seen = new Set<Operation>();
  const visit = (source: Source) => {
    const made = source instanceof Recorded ? source.made : undefined;
    if (!made || seen.has(made) || !made.tapes.includes(tape)) return;
    seen.add(made);
    for (const each of made.sources) visit(each);
  };
  for (const target of targets) visit(target);
  return seen;
}

/** By itself a tape watches the trainable variables that are read. */
function watches(tape: Tape, weight: Weight): boolean {
  return tape.watched.has(weight) || (tape.watchesVariables && weight.trainable);
}

function readsOf(weight: Weight, seen: ReadonlySet<Operation>): readonly Source[] {
  const reads = new Set<Source>();
  for (const operation of seen) {
    const read = operation.reads.get(weight);
    if (read) reads.add(read);
  }
  return [...reads];
}

/** For each source; undefined where the targets do not depend on it. */
function gradients(path: Path, rows: 'all' | 'batch' | undefined, context: Context): readonly (Recorded | undefined)[] {
  const places = new Places();
  const place = (source: Source) => places.of(source);
  const step = {
    kind: 'gradient',
    targets: path.targets.map(place),
    seeds: path.seeds.map((seed) => seed && place(seed)),
    sources: path.sources.map((each) => each.map(place)),
    stops: path.stops.map(place),
    ...(rows ? { rows } : {}),
  } as const;
  const operation = { sources: places.sources, reads: new Map<Weight, Source>(), along: path.operations };
  const asking: Operation = {
    ...operation,
    step,
    id: idOf(step),
    order: Number.POSITIVE_INFINITY,
    outputs: [],
    tapes: [],
  };
  const connected = performed(context, (computer) => computer.connected(assembled([], asking).program)) ?? [];
  const done = { ...step, connected };
  const outputs = path.sources.flatMap(([source], i) =>
    connected[i] && source
      ? [
          {
            dtype: source.dtype,
            shape: rows ? jacobianShape(shapeOf(path.targets[0]), shapeOf(source), rows) : source.shape,
          },
        ]
      : [],
  );
  const results = add({ ...operation, step: done, id: idOf(done) }, outputs, true, context);
  let at = 0;
  return path.sources.map((_, i) => {
    if (!connected[i]) return undefined;
    at += 1;
    return results[at - 1];
  });
}

function idOf(step: object): string {
  return `d${JSON.stringify(step)}`;
}
