import type { Engine, EngineTensor } from './engine.js';

/**
 * An engine that runs one graph after the other, whoever asks: while a chunk of a training's steps is under way, the
 * script makes the next batches, and what makes them may want something computed itself.
 */
export function inTurn(engine: Engine): Engine {
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: engine.name,
    device: engine.device,
    upload: (data) => engine.upload(data),
    download: (tensor) => engine.download(tensor),
    close: () => engine.close(),
    async open(graph, options) {
      const session = await engine.open(graph, options);
      return {
        run(inputs: ReadonlyMap<string, EngineTensor>) {
          const run = () => session.run(inputs);
          const results = last.then(run, run);
          last = results.catch(() => {});
          return results;
        },
        close: () => session.close(),
      };
    },
  };
}
