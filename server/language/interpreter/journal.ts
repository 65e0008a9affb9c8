import { join, joinDicts, joinLists } from '../values/join.js';
import {
  type DictValue,
  type ListValue,
  type SetValue,
  type TensorValue,
  unknown,
  type Value,
} from '../values/value.js';
import type { Scope } from './scope.js';

/** What can change in place while a branch runs that may not run at all. */
export type Changeable = ListValue | DictValue | SetValue | TensorValue | Map<string, Value>;

/**
 * What was there before a branch whose condition is unknown, written down as the branch changes
 * it: cheaper than a copy of everything.
 */
export class Journal {
  readonly scopes = new Map<Scope, Map<string, Value | undefined>>();
  readonly objects = new Map<Changeable, Changeable>();

  constructor(readonly outer: Journal | undefined) {}

  variable(scope: Scope, name: string): void {
    let names = this.scopes.get(scope);
    if (!names) {
      names = new Map();
      this.scopes.set(scope, names);
    }
    if (!names.has(name)) names.set(name, scope.get(name));
  }

  object(object: Changeable): void {
    if (!this.objects.has(object)) this.objects.set(object, copyOf(object));
  }

  /** Puts everything back, and gives what the branch had made of it. */
  rewind(): BranchState {
    const variables = new Map<Scope, Map<string, Value | undefined>>();
    for (const [scope, names] of this.scopes) {
      const after = new Map<string, Value | undefined>();
      for (const [name, before] of names) {
        after.set(name, scope.variables.get(name));
        scope.set(name, before);
      }
      variables.set(scope, after);
    }
    const objects = new Map<Changeable, Changeable>();
    for (const [object, before] of this.objects) {
      objects.set(object, copyOf(object));
      become(object, before);
    }
    return { variables, objects };
  }
}

/** What a branch had made of the variables and objects that it changed. */
export interface BranchState {
  readonly variables: Map<Scope, Map<string, Value | undefined>>;
  readonly objects: Map<Changeable, Changeable>;
}

/**
 * Joins what several branches made of the state before them. `journal` is the one around the
 * branches. Says whether anything that had a value before now has another.
 */
export function joinStates(states: readonly BranchState[], journal: Journal | undefined, why: string): boolean {
  let changed = false;
  for (const scope of new Set(states.flatMap((state) => [...state.variables.keys()]))) {
    const names = new Set(states.flatMap((state) => [...(state.variables.get(scope)?.keys() ?? [])]));
    for (const name of names) {
      const before = scope.get(name);
      let joined: Value | undefined;
      let unset = false;
      for (const state of states) {
        const after = state.variables.get(scope);
        const value = after?.has(name) ? after.get(name) : before;
        // A name that one branch leaves unbound has the other's value in every program that runs on.
        joined = joined && value ? join(joined, value, why) : (joined ?? value);
        unset ||= !value;
      }
      if (joined && unset && scope.hasDefaults) joined = unknown(why);
      journal?.variable(scope, name);
      scope.set(name, joined);
      if (before && joined !== before) changed = true;
    }
  }
  for (const object of new Set(states.flatMap((state) => [...state.objects.keys()]))) {
    const before = copyOf(object);
    const joined = states.map((state) => state.objects.get(object) ?? before).reduce((a, b) => joinObjects(a, b, why));
    journal?.object(object);
    become(object, joined);
    changed = true;
  }
  return changed;
}

function copyOf(object: Changeable): Changeable {
  if (object instanceof Map) return new Map(object);
  switch (object.kind) {
    case 'list':
      return { ...object, elements: [...object.elements] };
    case 'dict':
      return { ...object, entries: new Map([...object.entries].map(([key, entry]) => [key, { ...entry }])) };
    case 'set':
      return { ...object, entries: new Map(object.entries) };
    case 'tensor':
      return { ...object, data: object.data?.slice() };
  }
}

function joinObjects(a: Changeable, b: Changeable, why: string): Changeable {
  if (a instanceof Map || b instanceof Map) {
    const result = new Map(a as Map<string, Value>);
    for (const [name, value] of b as Map<string, Value>) {
      const other = result.get(name);
      result.set(name, other ? join(other, value, why) : value);
    }
    return result;
  }
  if (a.kind === 'list' && b.kind === 'list') return joinLists(a, b, why);
  if (a.kind === 'dict' && b.kind === 'dict') return joinDicts(a, b, why);
  if (a.kind === 'set' && b.kind === 'set') {
    const same = a.entries.size === b.entries.size && [...a.entries.keys()].every((key) => b.entries.has(key));
    if (same && !a.open && !b.open) return a;
    return { ...a, entries: new Map([...a.entries].filter(([key]) => b.entries.has(key))), open: true };
  }
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    const [p, q] = [a.data, b.data];
    return p && q && p.length === q.length && p.every((x: number | bigint, i: number) => x === q[i])
      ? a
      : { ...a, data: undefined };
  }
  return a;
}

function become(object: Changeable, state: Changeable): void {
  if (object instanceof Map) {
    object.clear();
    for (const [name, value] of state as Map<string, Value>) object.set(name, value);
  } else if (object.kind === 'list') {
    const from = state as ListValue;
    object.elements = [...from.elements];
    if (from.rest) object.rest = from.rest;
    else delete object.rest;
  } else if (object.kind === 'dict') {
    const from = state as DictValue;
    object.entries.clear();
    for (const [key, entry] of from.entries) object.entries.set(key, { ...entry });
    object.open = from.open === true;
  } else if (object.kind === 'set') {
    const from = state as SetValue;
    object.entries.clear();
    for (const [key, value] of from.entries) object.entries.set(key, value);
    object.open = from.open === true;
  } else {
    object.data = (state as TensorValue).data?.slice();
  }
}
