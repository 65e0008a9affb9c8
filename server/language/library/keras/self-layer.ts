import type { Layer } from '../../model/model.js';
import type { Arguments } from '../../values/native-function.js';
import type { Value } from '../../values/value.js';

/** The library's layers that classes of the program derive from and change, by the layers of the classes. */
export const cores = new WeakMap<Layer, Layer>();

/** The layer whose method is called. */
export function selfLayer(args: Arguments): Layer | undefined {
  return layerIn(args.get('self'));
}

/** The layer that a method's object is, also where it is of a class of the program. */
export function layerIn(self: Value): Layer | undefined {
  const target = self.kind === 'instance' && self.native ? self.native : self;
  return target.kind === 'object' ? (target.state as Layer) : undefined;
}

/** The layer that has an object's settings and the weights that its class in the library gives it. */
export function coreOf(layer: Layer): Layer {
  return cores.get(layer) ?? layer;
}
