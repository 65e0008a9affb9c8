import type { Weight } from '../../layers/layer.js';
import type { Layer } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import { kerasState } from './state.js';

/** Which weight has which path is a fact of the calls that made it, and stays. */
const paths = new WeakMap<Weight, string>();

/** What Keras names a weight by the layers within which it was made: `sequential/dense/kernel`. Undefined where it is not known. */
export function pathOf(weight: Weight): string | undefined {
  return paths.get(weight);
}

/** A layer has its weights now: they have the path of where the program is. */
export function notePaths(layer: Layer, context: Context): void {
  note(layer, kerasState(context).scope, context.host.kerasVersion === 2);
}

function note(
  { name, definition, model, weights, states, sublayers }: Layer,
  scope: readonly string[],
  older: boolean,
): void {
  const own = [...scope, name];
  for (const weight of [...(weights ?? []), ...(states ?? [])])
    if (!paths.has(weight)) paths.set(weight, [...own, weight.name].join('/'));
  for (const inner of [...(sublayers ?? []), ...(model?.layers ?? [])]) {
    // Keras 2 builds this one's layer without calling it.
    if (older && definition.name === 'TimeDistributed') note({ ...inner, name }, scope, older);
    else note(inner, own, older);
  }
}

/** What is made meanwhile has the name of the layer or model in its path. */
export function within<Result>(name: string, context: Context, make: () => Result): Result {
  const { scope } = kerasState(context);
  scope.push(name);
  try {
    return make();
  } finally {
    scope.pop();
  }
}

/** The same of a Sequential. Keras 2 makes the weights of its layers as if they stood alone. */
export function withinStack<Result>(name: string, context: Context, make: () => Result): Result {
  if (context.host.kerasVersion !== 2) return within(name, context, make);
  const { scope } = kerasState(context);
  const outer = scope.splice(0);
  try {
    return make();
  } finally {
    scope.push(...outer);
  }
}
