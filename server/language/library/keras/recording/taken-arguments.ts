import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { sourceOf } from '../ops/sources.js';

/** A call's arguments in a record: every tensor among them is one that the record takes. */
export class TakenArguments implements Arguments {
  private readonly taken = new Map<Value, Value>();

  constructor(
    private readonly args: Arguments,
    private readonly context: Context,
  ) {}

  get(name: string): Value {
    const value = this.args.get(name);
    if (value.kind !== 'tensor' || value.library === 'keras' || value.shape?.length === 0) {
      const isWhole = value.kind !== 'tensor' || (!value.recorded && !value.variable);
      if (isWhole) return value;
    }
    let found = this.taken.get(value);
    if (!found) {
      found = sourceOf(value, this.context);
      this.taken.set(value, found);
    }
    return found;
  }

  given(name: string): boolean {
    return this.args.given(name);
  }

  get rest(): readonly Value[] {
    return this.args.rest;
  }

  get keywords(): ReadonlyMap<string, Value> {
    return this.args.keywords;
  }
}
