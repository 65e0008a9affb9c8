/** How a case is timed: turns of so many epochs over so many batches of the data. */
export interface Turns {
  readonly batches: number;
  readonly epochs: number;
  /** Turns that warm all up and do not count, and those that do. */
  readonly warm: number;
  readonly rounds: number;
}

/** What would be taken with all the time in the world. */
interface Wanted extends Turns {
  /** Of our side, all turns together. */
  readonly seconds: number;
}

/** Fewer steps a turn say little: what each epoch costs besides them would count. */
const FEW = 8;
/** Fewer turns have no median. */
const FEWEST_ROUNDS = 3;

/**
 * As many steps as fit the seconds, of so many milliseconds each: first the turns get shorter, then there are fewer of them,
 * then they get shorter than is good. undefined: not even one step a turn fits.
 */
export function turnsWithin(wanted: Wanted, stepMilliseconds: number): Turns | undefined {
  const { batches, epochs, warm, rounds, seconds } = wanted;
  const affordable = Math.floor((seconds * 1000) / stepMilliseconds);
  const perTurn = Math.floor(affordable / (warm + rounds));
  if (perTurn >= batches * epochs) return { batches, epochs, warm, rounds };
  if (perTurn >= batches) return { batches, epochs: Math.floor(perTurn / batches), warm, rounds };
  const few = Math.min(FEW, batches);
  if (perTurn >= few) return { batches: perTurn, epochs: 1, warm, rounds };
  const turns = Math.floor(affordable / few);
  if (turns > FEWEST_ROUNDS) return { batches: few, epochs: 1, warm: 1, rounds: Math.min(rounds, turns - 1) };
  const shortest = Math.floor(affordable / (1 + FEWEST_ROUNDS));
  return shortest > 0 ? { batches: shortest, epochs: 1, warm: 1, rounds: FEWEST_ROUNDS } : undefined;
}
