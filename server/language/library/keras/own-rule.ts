import type { OwnRule } from '../../layers/configuration.js';
import type { PlainObject } from '../../layers/layer.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Graph } from '../../tensor/graph.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { TensorValue, Value } from '../../values/value.js';
import { kerasFunction } from './ops/functions.js';
import { ownGraph } from './program-objectives.js';

export type RuleKind = 'regularizer' | 'constraint';

/** Which of both an argument is about: `kernel_regularizer`, `constraint`. */
export function ruleKind(argument: string): RuleKind | undefined {
  if (argument.endsWith('regularizer')) return 'regularizer';
  return argument.endsWith('constraint') ? 'constraint' : undefined;
}

/** A regulariser or constraint that the program computes itself: a function, or an object of a class with `__call__`. */
export class ProgramRule implements OwnRule {
  /** Keras follows it once, when it first trains a model after `compile`. */
  private readonly graphs = new Map<string, Graph>();
  private followed = 0;

  constructor(
    readonly callee: Value,
    private readonly kind: RuleKind,
    private readonly name: string,
    private readonly context: Context,
  ) {}

  graph(shape: Shape, dtype: ElementType): Graph | undefined {
    const { count } = compilations(this.context);
    if (count !== this.followed) this.graphs.clear();
    this.followed = count;
    const key = `${dtype} ${shape.join()}`;
    const known = this.graphs.get(key);
    if (known) return known;
    const { context, name } = this;
    const made = ownGraph(
      ([tensor]) => this.computed(tensor as TensorValue),
      [{ name: 'x', shape, dtype }],
      name,
      context,
    );
    const problem = typeof made === 'string' ? made : this.misfit(made, shape, dtype);
    if (problem !== undefined) return context.unknown(`${problem} is not supported yet`, name) && undefined;
    this.graphs.set(key, made as Graph);
    return made as Graph;
  }

  /** What it gives for a tensor. */
  result(tensor: TensorValue): Value {
    return this.context.call(this.callee, [tensor]);
  }

  /** The same as a tensor: a regulariser whose factors are 0 may give that number, which Keras 3 does not take. */
  private computed(tensor: TensorValue): Value {
    const { context } = this;
    const made = this.result(tensor);
    if (this.kind === 'constraint' || (made.kind !== 'int' && made.kind !== 'float')) return made;
    if (context.host.kerasVersion !== 2)
      return context.raise('AttributeError', `'${made.kind}' object has no attribute 'dtype'`);
    return call('full_like', [call('sum', [tensor], context), made], context);
  }

  private misfit({ outputs: [output] }: Graph, shape: Shape, dtype: ElementType): string | undefined {
    const { name } = this;
    const wanted = this.kind === 'regularizer' ? [] : shape;
    if (output?.shape?.join() !== wanted.join())
      return `${name}, which gives a tensor of shape (${output?.shape?.join(', ')}) for a weight of shape (${shape.join(', ')}),`;
    return output.dtype === dtype ? undefined : `${name}, which gives ${output.dtype} for a weight of ${dtype},`;
  }
}

/** A model has been compiled: what the program computes for weights is followed anew. */
export function noteCompiled(context: Context): void {
  compilations(context).count += 1;
}

function compilations(context: Context): { count: number } {
  return context.cache('keras.compilations', () => ({ count: 0 }));
}

/** Such an argument of the program's own; undefined where it is something else. */
export function ownRule(argument: string, value: Value, context: Context): PlainObject | undefined {
  const kind = ruleKind(argument);
  const symbol = kind && nameOf(value);
  if (!kind || symbol === undefined) return undefined;
  // Keras makes an object of a class.
  const callee = value.kind === 'class' ? context.call(value, []) : value;
  return { symbol, own: new ProgramRule(callee, kind, symbol, context) };
}

function nameOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'function':
      return value.name;
    case 'method':
      return 'a method';
    case 'class':
      return value.name;
    case 'instance':
      return value.class.name;
    case 'native':
      return value.function.name;
    case 'object':
      return value.type.module === 'functools' ? value.type.name : undefined;
    default:
      return undefined;
  }
}

function call(name: string, args: readonly Value[], context: Context): Value {
  const found = kerasFunction(name);
  return found ? context.call(found, args) : context.unknown('it is not known', name);
}
