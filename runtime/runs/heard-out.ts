/** A message takes two turns of the event loop from the stream to who listens, and another kind may stand before it. */
const mostTurns = 20;

/**
 * Waits for what a process wrote before it went: a connection hands messages on one by one, each in turns of the event loop
 * of its own, while the stream's end is told at once. `taken` counts messages so far.
 */
export async function heardOut(taken: () => number, hasEnded: () => boolean): Promise<void> {
  let last = taken();
  for (let turn = 0; turn < mostTurns && !hasEnded(); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (taken() === last) continue;
    last = taken();
    turn = 0;
  }
}
