import type { Value } from '../values/value.js';
import type { Changeable } from './journal.js';
import type { Scope } from './scope.js';

/** Told as a statement runs; may throw, to break off a run that relies on what no longer holds. */
export interface FootprintGuard {
  read(value: Value | undefined): void;
  change(object: Changeable): void;
  state(key: string): void;
}

/**
 * What one top-level statement had to do with the rest of the program: the module's names that it read before it
 * bound them itself, those it bound, the objects that it changed in place, and the library's state that it used.
 */
export class Footprint {
  readonly reads = new Map<Scope, Map<string, Value | undefined>>();
  readonly writes = new Map<Scope, Set<string>>();
  readonly changed = new Set<Changeable>();
  readonly states = new Set<string>();

  constructor(private readonly guard: FootprintGuard) {}

  read(scope: Scope, name: string, value: Value | undefined): void {
    if (this.writes.get(scope)?.has(name)) return;
    let names = this.reads.get(scope);
    if (!names) {
      names = new Map();
      this.reads.set(scope, names);
    }
    if (names.has(name)) return;
    this.guard.read(value);
    names.set(name, value);
  }

  write(scope: Scope, name: string): void {
    const names = this.writes.get(scope);
    if (names) names.add(name);
    else this.writes.set(scope, new Set([name]));
  }

  change(object: Changeable): void {
    if (this.changed.has(object)) return;
    this.guard.change(object);
    this.changed.add(object);
  }

  state(key: string): void {
    if (this.states.has(key)) return;
    this.guard.state(key);
    this.states.add(key);
  }
}
