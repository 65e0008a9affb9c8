/** A loss, metric, optimiser … that Keras has and the runtime has not. */
export class Unsupported extends Error {
  constructor(what: string) {
    super(`${what} is not supported yet`);
  }
}
