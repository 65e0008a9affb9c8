import type { Layer } from '../../model/model.js';
import type { Arguments } from '../../values/native-function.js';

/** The arguments that the program made a layer with, under Keras 3's names: what its configuration is written from. */
export const constructions = new WeakMap<Layer, Arguments>();
