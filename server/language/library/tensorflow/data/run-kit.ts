import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import type { Cardinality } from './dataset.js';
import { type Next, Pipeline, pipelineValue, rowOf, rowsOf } from './pipeline.js';

/** A transformation on numbers. */
export type Running = (dataset: Pipeline, args: Arguments, context: Context) => Value;

/** A whole number among the arguments. */
export function whole(args: Arguments, name: string, context: Context): number {
  const value = args.get(name);
  if (value.kind === 'int') return value.value;
  if (value.kind === 'bool') return Number(value.value);
  if (value.kind === 'tensor' && value.data?.length === 1) return Number(value.data[0]);
  context.unknown('a number that is not known', `${name}=`);
  return 0;
}

/** Calls a function of the program on an element, spread out where it is a tuple, as TensorFlow does. */
export function called(f: Value, element: Value, context: Context): Value {
  return context.call(f, element.kind === 'tuple' && !element.type ? element.elements : [element]);
}

export function holds(f: Value, element: Value, context: Context): boolean {
  const truth = called(f, element, context);
  return context.truth(truth) === true;
}

export const drops = (args: Arguments, context: Context) => context.truth(args.get('drop_remainder')) === true;

/** A pipeline whose elements are made of another's, with as many of the same kind unless it is said otherwise. */
export function through(
  dataset: Pipeline,
  open: () => Next,
  {
    cardinality = dataset.cardinality,
    spec = () => dataset.element,
  }: { cardinality?: Cardinality; spec?: () => Value } = {},
): Value {
  return pipelineValue(new Pipeline(open, cardinality, spec));
}

/** As `through`, where how many elements there are is not known before. */
export function ofUnknownNumber(open: () => Next, spec: () => Value): Value {
  return pipelineValue(new Pipeline(open, undefined, spec));
}

/** One pass after the other. */
export function chained(passes: () => Next | undefined): Next {
  let current = passes();
  return () => {
    while (current) {
      const element = current();
      if (element) return element;
      current = passes();
    }
    return undefined;
  };
}

/** The next elements, `size` at most. */
export function gathered(next: Next, size: number): Value[] {
  const elements: Value[] = [];
  while (elements.length < size) {
    const element = next();
    if (!element) break;
    elements.push(element);
  }
  return elements;
}

/** The rows of a structure of tensors in turn. */
export function rows(value: Value, context: Context): Next {
  const count = rowsOf(value, context);
  let at = 0;
  return () => {
    if (at >= count) return undefined;
    at += 1;
    return rowOf(value, at - 1);
  };
}
