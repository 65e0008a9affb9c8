import type { Changeable } from '../interpreter/journal.js';
import type { Scope } from '../interpreter/scope.js';
import { ownerOf } from '../library/numpy/view.js';
import type { Value } from '../values/value.js';

/** What a statement reaches through the names that it reads and binds. */
export interface Reach {
  /** What the library or the program may change unseen: models, layers, instances, iterators, closures. */
  readonly live: Set<object>;
  /** Lists, dicts, sets, arrays and tables of attributes: whoever changes them says so. */
  readonly containers: Set<Changeable>;
}

/** Walks all that some variables lead to. */
export function reachOf(variables: readonly { readonly value: Value | undefined }[]): Reach {
  const walk = new Walk();
  for (const { value } of variables) if (value && !isUnchanging(value)) walk.visit(value);
  return walk;
}

/**
 * Of the containers that executed statements changed, those that a statement other than the one in which they came
 * to be changes. `reaches` are the statements' in their order, `changed` what each of them changed.
 */
export function changedLater(
  reaches: readonly Reach[],
  changed: readonly ReadonlySet<Changeable>[],
): ReadonlySet<Changeable> {
  const all = new Set(changed.flatMap((each) => [...each]));
  const later = new Set<Changeable>();
  if (all.size === 0) return later;
  const first = new Map<Changeable, number>();
  reaches.forEach(({ containers }, i) => {
    for (const container of containers) if (all.has(container) && !first.has(container)) first.set(container, i);
  });
  changed.forEach((each, i) => {
    for (const container of each) if (first.get(container) !== i && first.has(container)) later.add(container);
  });
  return later;
}

/** What nobody can change, and what leads to nothing that can be. */
export function isUnchanging({ kind }: Value): boolean {
  return unchanging.has(kind);
}

const unchanging: ReadonlySet<Value['kind']> = new Set([
  ...([
    'none',
    'ellipsis',
    'not-implemented',
    'bool',
    'int',
    'dim',
    'float',
    'str',
    'bytes',
    'range',
    'dtype',
  ] as const),
  ...(['native', 'type', 'module', 'unknown'] as const),
]);

class Walk implements Reach {
  readonly live = new Set<object>();
  readonly containers = new Set<Changeable>();
  private readonly seen = new Set<object>();

  visit(value: Value): void {
    switch (value.kind) {
      case 'list':
      case 'tuple':
        if (value.kind === 'list' && !this.enter(value)) return;
        for (const element of value.elements) this.visit(element);
        if (value.kind === 'list' && value.rest) this.visit(value.rest);
        return;
      case 'dict':
        if (!this.enter(value)) return;
        for (const { key, value: entry } of value.entries.values()) {
          this.visit(key);
          this.visit(entry);
        }
        return;
      case 'set':
        if (!this.enter(value)) return;
        for (const element of value.entries.values()) this.visit(element);
        return;
      case 'tensor':
        if (value.source) this.live.add(value);
        else this.enter(value.library === 'numpy' ? ownerOf(value) : value);
        return;
      case 'function':
        this.visitFunction(value);
        return;
      case 'method':
        this.visit(value.self);
        this.visit(value.function);
        return;
      case 'class':
        if (!this.enter(value.attributes)) return;
        for (const base of value.bases) this.visit(base);
        for (const member of value.attributes.values()) this.visit(member);
        return;
      case 'instance':
      case 'object':
        if (this.seen.has(value)) return;
        this.seen.add(value);
        this.live.add(value);
        for (const member of value.attributes.values()) this.visit(member);
        if (value.kind === 'instance') {
          this.visit(value.class);
          if (value.native) this.visit(value.native);
        }
        return;
      case 'iterator':
        this.live.add(value);
        return;
      case 'slice':
        this.visit(value.start);
        this.visit(value.stop);
        this.visit(value.step);
        return;
      default:
        return;
    }
  }

  /** A function of a module reads that module's names as it runs; one within another function holds that one's. */
  private visitFunction(value: Extract<Value, { kind: 'function' }>): void {
    if (!this.enter(value.attributes)) return;
    for (const member of value.attributes.values()) this.visit(member);
    for (const given of value.defaults.values()) this.visit(given);
    for (let scope = value.scope as Scope | undefined; scope && scope.kind !== 'module'; scope = scope.parent) {
      if (this.seen.has(scope)) return;
      this.seen.add(scope);
      // A class body's names are the class's attributes, which it changes under that name.
      if (scope.kind !== 'class') this.live.add(scope);
      for (const held of scope.variables.values()) this.visit(held);
    }
  }

  private enter(container: Changeable): boolean {
    if (this.containers.has(container)) return false;
    this.containers.add(container);
    return true;
  }
}
