import type { UnknownValue, Value } from '../values/value.js';
import type { Footprint } from './footprint.js';

export type ScopeKind = 'module' | 'function' | 'class' | 'comprehension';

/** Names and their values in one module, function call, class body or comprehension. */
export class Scope {
  readonly variables = new Map<string, Value>();
  /** Set on a module's scope where somebody wants to know which of its names a statement reads and binds. */
  watcher: { readonly footprint: Footprint | undefined } | undefined = undefined;
  /** Names that `global` and `nonlocal` statements have moved elsewhere. */
  globalNames: Set<string> | undefined;
  /** Of a module's scope: the path of its file, where it is known. */
  file: string | undefined;
  nonlocalNames: Set<string> | undefined;
  /** Of the library's settings: one that is not set has its default, which is a value like others. */
  hasDefaults = false;

  constructor(
    readonly kind: ScopeKind,
    readonly parent: Scope | undefined,
    /** The names that a function binds, which Python therefore never looks up outside. */
    readonly locals: ReadonlySet<string> | undefined = undefined,
  ) {}

  get module(): Scope {
    let scope: Scope = this;
    while (scope.parent) scope = scope.parent;
    return scope;
  }

  /** The value of a name of this very scope. */
  get(name: string): Value | undefined {
    const value = this.variables.get(name);
    if (this.watcher) this.watcher.footprint?.read(this, name, value);
    return value;
  }

  /** Of a module's scope: what a name is that nobody knows, after `import *` from something unknown. */
  get openNames(): UnknownValue | undefined {
    const value = this.get(anyName);
    return value?.kind === 'unknown' ? value : undefined;
  }

  set openNames(value: UnknownValue | undefined) {
    this.set(anyName, value);
  }

  /** The names of this very scope. */
  *names(): Generator<string> {
    for (const name of this.variables.keys()) if (name !== anyName) yield name;
  }

  /** Binds a name of this very scope, or with undefined takes it out. */
  set(name: string, value: Value | undefined): void {
    if (this.watcher) this.watcher.footprint?.write(this, name);
    if (value === undefined) this.variables.delete(name);
    else this.variables.set(name, value);
  }

  /** The scope in which an assignment to `name` here takes place. */
  home(name: string): Scope {
    let scope: Scope = this;
    while (scope.kind === 'comprehension' && scope.parent && !scope.variables.has(name)) scope = scope.parent;
    if (scope.globalNames?.has(name)) return scope.module;
    if (scope.nonlocalNames?.has(name)) return scope.owner(name) ?? scope;
    return scope;
  }

  /** The value of a name; `unbound` is a local that has none yet, undefined a name that nobody knows. */
  find(name: string): Value | 'unbound' | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      // The names of a class body are hidden from the functions in it.
      if (scope.kind === 'class' && scope !== this) continue;
      const value = scope.get(name);
      if (value !== undefined) return value;
      if (scope.globalNames?.has(name)) return scope.module.get(name);
      if (scope.locals?.has(name) && !scope.nonlocalNames?.has(name)) return 'unbound';
    }
    return undefined;
  }

  /** The enclosing function that binds a nonlocal name. */
  private owner(name: string): Scope | undefined {
    for (let scope = this.parent; scope?.parent; scope = scope.parent) {
      if (scope.kind === 'function' && (scope.variables.has(name) || scope.locals?.has(name))) return scope;
    }
    return undefined;
  }
}

/** No program's name. */
const anyName = '*';
