import { HostError } from '../../../host.js';
import { NotComputable, type RecordedProgram, type RecordedStep } from '../../../recorded-program.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { type Operation, Recorded, type Recording, recordingOf, type Source, type Tape } from './recording.js';

/** Of tensors that the program holds, those of so many elements are computed along with others: it may ask for them. */
export const MOST_ALONG = 65_536;

/** Computes these tensors, and with them what weights have become and what the program may ask for next. */
export function compute(wanted: readonly Recorded[], context: Context): void {
  const recording = recordingOf(context);
  const pending = [...recording.pending.values()];
  const along = recording.given.filter(({ shape, isPassing }) => !isPassing && sizeOf(shape) <= MOST_ALONG);
  const outputs = [...new Set([...wanted, ...pending.flatMap(({ values }) => values), ...along])];
  const missing = outputs.filter(({ value, made }) => !value && made);
  recording.given = [];
  recording.waiting = 0;
  if (missing.length > 0) {
    const { program, inputs } = assembled(missing);
    const results = performed(context, (computer) => computer.perform(program, inputs));
    missing.forEach((recorded, i) => {
      const value = results?.[i];
      if (!value) return;
      recorded.value = value;
      recorded.shape = value.shape;
      recorded.dtype = value.dtype;
    });
  }
  for (const { values, settle } of pending) settle(values.flatMap(({ value }) => (value ? [value] : [])));
  release(recording, missing);
  recording.curves.tellKnown(context);
}

/** What nothing needs any more is let go of: it would keep all that it was computed from. */
function release(recording: Recording, computed: readonly Recorded[]): void {
  recording.kept = [...recording.kept, ...computed].filter((recorded) => {
    if (recorded.made?.tapes.some(isNeeded)) return true;
    recorded.made = undefined;
    return false;
  });
}

function isNeeded({ isOpen, isSpent, isForgotten }: Tape): boolean {
  return isOpen || !(isSpent || isForgotten);
}

/** Asks the host; what it cannot compute ends the run. */
export function performed<Result>(
  context: Context,
  ask: (computer: NonNullable<Context['host']['programs']>) => Result,
): Result | undefined {
  const { programs } = context.host;
  if (!programs) {
    context.unknown('it is not computed here', 'tf.GradientTape');
    return undefined;
  }
  try {
    return ask(programs);
  } catch (error) {
    if (error instanceof NotComputable) {
      context.unknown(error.message, 'tf.GradientTape');
      return undefined;
    }
    if (error instanceof HostError) context.raise(error.type, error.message);
    throw error;
  }
}

/** The operations that lead to some tensors, or to one more operation, as a program, and the tensors that it takes. */
export function assembled(
  outputs: readonly Recorded[],
  last?: Operation,
): { readonly program: RecordedProgram; readonly inputs: readonly TensorData[] } {
  const operations = needed(outputs, last);
  const numbers = new Map<Source, number>();
  const inputs: TensorData[] = [];
  const given = new Set(operations.flatMap((operation) => operation.outputs));
  const enter = (source: Source) => {
    if (numbers.has(source) || (source instanceof Recorded && given.has(source))) return;
    const data = source instanceof Recorded ? source.value : source;
    if (!data) throw new Error('a tensor that nothing computes');
    numbers.set(source, inputs.length);
    inputs.push(data);
  };
  for (const { sources } of operations) sources.forEach(enter);
  for (const operation of operations) {
    for (const output of operation.outputs) numbers.set(output, numbers.size);
  }
  const numberOf = (source: Source) => numbers.get(source) as number;
  const steps = operations.map(({ step, sources }) => numbered(step, (at) => numberOf(sources[at] as Source)));
  const ids = operations.map(({ id, sources }) => `${id}(${sources.map(numberOf).join()})`);
  const kinds = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const found = outputs.map(numberOf);
  const key = [ids.join(';'), found.join(), kinds.map(({ dtype, shape }) => `${dtype}[${shape}]`).join()].join('|');
  return { program: { key, inputs: kinds, steps, outputs: found }, inputs };
}

/** In the order in which the program made them. */
function needed(outputs: readonly Recorded[], last: Operation | undefined): readonly Operation[] {
  const found = new Set<Operation>();
  const visit = (source: Source) => {
    if (source instanceof Recorded && !source.value && source.made) include(source.made);
  };
  const include = (operation: Operation) => {
    if (found.has(operation)) return;
    found.add(operation);
    for (const source of operation.sources) visit(source);
    for (const each of operation.along ?? []) include(each);
  };
  for (const output of outputs) visit(output);
  if (last) include(last);
  return [...found].sort((a, b) => a.order - b.order);
}

function numbered(step: RecordedStep, number: (at: number) => number): RecordedStep {
  const all = (places: readonly number[]) => places.map(number);
  const some = (places: readonly (number | undefined)[]) =>
    places.map((at) => (at === undefined ? undefined : number(at)));
  switch (step.kind) {
    case 'graph':
      return {
        ...step,
        inputs: all(step.inputs),
        ...(step.seed === undefined ? {} : { seed: number(step.seed) }),
      };
    case 'gradient':
      return {
        ...step,
        targets: all(step.targets),
        seeds: some(step.seeds),
        sources: step.sources.map(all),
        stops: all(step.stops),
      };
    case 'update':
      return {
        ...step,
        values: all(step.values),
        gradients: some(step.gradients),
        variables: all(step.variables),
        iterations: number(step.iterations),
        learningRate: number(step.learningRate),
      };
  }
}

function sizeOf(shape: readonly number[] | undefined): number {
  return shape?.reduce((size, dim) => size * dim, 1) ?? Number.POSITIVE_INFINITY;
}
