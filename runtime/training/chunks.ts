/** How long the engine works between two looks at whether to stop, in milliseconds: also the time from one progress report to the next. */
const CHUNK_MILLISECONDS = 50;

/** Of how many steps the next chunk should be, judged by how long the ones before took. */
export class ChunkLength {
  private steps = 1;

  next(left: number): number {
    return Math.min(this.steps, left);
  }

  took(steps: number, milliseconds: number): void {
    const wanted = (steps * CHUNK_MILLISECONDS) / Math.max(milliseconds, 0.01);
    // Growing by degrees: the first steps of a session are slower than the rest.
    this.steps = Math.max(1, Math.min(Math.round(wanted), steps * 4));
  }
}
