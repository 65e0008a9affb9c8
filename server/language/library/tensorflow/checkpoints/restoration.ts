import type { ElementType, TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Saved } from './files.js';
import type { Found, Trackable, TrackedVariable } from './trackable.js';

/** A checkpoint that the program has restored: what it has is given to the objects that are there, and later to those that come. */
export class Restoration {
  /** The variables and objects that have theirs. */
  private readonly done = new Set<object>();

  constructor(
    private readonly root: Trackable,
    private readonly saved: Saved,
    private readonly context: Context,
  ) {}

  /** Gives what it has to those that have not got theirs yet. Raises ValueError where a shape differs. */
  run(): void {
    for (const [node, held] of this.matches().matched) {
      if (this.done.has(held.of)) continue;
      if (held.restore) held.restore(this.found(node));
      else if (held.variable) this.give(held.variable, node);
      else continue;
      this.done.add(held.of);
    }
  }

  /** What the checkpoint has and what the program has that do not go together, by their names. */
  unmatched(): { readonly saved: readonly number[]; readonly variables: readonly TrackedVariable[] } {
    const { matched, missed } = this.matches();
    return {
      saved: [...this.saved.nodes.keys()].filter((node) => this.saved.nodes[node]?.key && !matched.has(node)),
      variables: missed,
    };
  }

  /** A node of the checkpoint in words: `(root).model.a._kernel: …`. */
  describe(node: number): string {
    const paths = new Map<number, string>([[0, '(root)']]);
    for (const [at, path] of paths)
      for (const [name, child] of this.saved.nodes[at]?.children ?? [])
        if (!paths.has(child)) paths.set(child, `${path}.${name}`);
    const { fullName, key } = this.saved.nodes[node] ?? {};
    return `${paths.get(node)}: attributes {\n  name: "VARIABLE_VALUE"\n  full_name: "${fullName}"\n  checkpoint_key: "${key}"\n}\nhas_checkpoint_values {\n  value: true\n}\n`;
  }

  /** Which object each node is, by the ways to them from the root; the variables that none is. */
  private matches(): { matched: ReadonlyMap<number, Trackable>; missed: readonly TrackedVariable[] } {
    const matched = new Map<number, Trackable>([[0, this.root]]);
    const reached = new Set<object>([this.root.of]);
    const lost: Trackable[] = [];
    for (const [node, held] of matched) {
      const children = new Map(this.saved.nodes[node]?.children);
      for (const [name, child, as = []] of held.children()) {
        const found = [name, ...as].map((each) => children.get(each)).find((each) => each !== undefined);
        if (found === undefined) lost.push(child);
        else if (!matched.has(found) && !reached.has(child.of)) {
          matched.set(found, child);
          reached.add(child.of);
        }
      }
    }
    const missed: TrackedVariable[] = [];
    for (const held of lost) {
      if (reached.has(held.of)) continue;
      reached.add(held.of);
      if (held.variable) missed.push(held.variable);
      lost.push(...held.children().map(([, child]) => child));
    }
    return { matched, missed };
  }

  private give(variable: TrackedVariable, node: number): void {
    const value = this.valueOf(node);
    if (!variable.write || !value) return;
    const { name, dtype, shape } = variable;
    if (value.dtype !== dtype)
      this.context.raise(
        'InvalidArgumentError',
        `tensor_name = ${this.saved.nodes[node]?.key}; expected dtype ${typeName(dtype)} does not equal original dtype ${typeName(value.dtype)}`,
      );
    if (value.shape.join() !== shape.join())
      this.context.raise(
        'ValueError',
        `Received incompatible tensor with shape ${shapeText(value.shape)} when attempting to restore variable with shape ${shapeText(shape)} and name ${name}:0.`,
      );
    variable.write(value);
  }

  private valueOf(node: number): TensorData | undefined {
    const key = this.saved.nodes[node]?.key;
    return key === undefined ? undefined : this.saved.tensor(key);
  }

  private found(node: number): Found {
    const children = new Map(this.saved.nodes[node]?.children);
    const found: Found & { readonly node: number } = {
      node,
      count: [...children.keys()].filter((name) => /^\d+$/.test(name)).length,
      child: (name) => {
        const child = children.get(name);
        return child === undefined ? undefined : this.found(child);
      },
      value: () => this.valueOf(node),
      is: (other) => other !== undefined && 'node' in other && other.node === node,
    };
    return found;
  }
}

/** As TensorFlow's kernels call element types. */
function typeName(dtype: ElementType): string {
  return { float32: 'float', float64: 'double', float16: 'half' }[dtype as string] ?? dtype;
}

/** As Python shows a shape. */
export function shapeText(shape: readonly unknown[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
