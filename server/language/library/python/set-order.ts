import { numberOf } from '../../values/equality.js';
import type { Value } from '../../values/value.js';

/**
 * The order in which CPython goes through a set. It follows the hash table, and an int's hash is
 * itself, so for ints programs see (and print) one certain order. Strings' hashes differ from run
 * to run in CPython: for them, and for all else, the order of insertion is as good as any.
 */
export function iterationOrder(elements: readonly Value[]): readonly Value[] {
  const hashes = elements.map(hashOf);
  if (hashes.includes(undefined)) return elements;
  let table = new Table(8);
  elements.forEach((element, i) => {
    table.insert(hashes[i] as number, element);
    if (table.used * 5 >= table.mask * 3) table = table.resized();
  });
  return table.values();
}

/** After CPython's setobject.c: a few neighbours are tried before the next jump. */
const LINEAR_PROBES = 9;

class Table {
  private readonly slots: ({ readonly hash: number; readonly value: Value } | undefined)[];
  readonly mask: number;
  used = 0;

  constructor(size: number) {
    this.slots = new Array(size).fill(undefined);
    this.mask = size - 1;
  }

  insert(hash: number, value: Value): void {
    this.slots[this.free(hash)] = { hash, value };
    this.used += 1;
  }

  resized(): Table {
    const wanted = this.used > 50_000 ? this.used * 2 : this.used * 4;
    let size = 8;
    while (size <= wanted) size *= 2;
    const larger = new Table(size);
    for (const slot of this.slots) if (slot) larger.insert(slot.hash, slot.value);
    return larger;
  }

  values(): Value[] {
    return this.slots.flatMap((slot) => (slot ? [slot.value] : []));
  }

  private free(hash: number): number {
    const mask = BigInt(this.mask);
    let perturb = BigInt.asUintN(64, BigInt(hash));
    let at = Number(perturb & mask);
    for (;;) {
      const neighbours = at + LINEAR_PROBES <= this.mask ? LINEAR_PROBES : 0;
      for (let probe = at; probe <= at + neighbours; probe += 1) if (!this.slots[probe]) return probe;
      perturb >>= 5n;
      at = Number((BigInt(at) * 5n + 1n + perturb) & mask);
    }
  }
}

/** The hash of an int (and of a float or bool that equals one): itself, but -2 for -1. */
function hashOf(value: Value): number | undefined {
  const number = numberOf(value);
  if (number === undefined || !Number.isSafeInteger(number)) return undefined;
  return number === -1 ? -2 : number;
}
