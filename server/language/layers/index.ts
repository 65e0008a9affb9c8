import { activation } from './activation.js';
import { elu, leakyRelu, relu, softmax } from './activation-layers.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { flatten } from './flatten.js';
import { inputLayer } from './input.js';
import type { LayerDefinition } from './layer.js';
import { averagePooling2d, maxPooling2d } from './pooling2d.js';
import { reshape } from './reshape.js';

/** Every layer there is. Adding one: its file, and a line here. */
export const layers: readonly LayerDefinition[] = [
  inputLayer,
  dense,
  activation,
  flatten,
  reshape,
  dropout,
  conv2d,
  maxPooling2d,
  averagePooling2d,
  relu,
  leakyRelu,
  elu,
  softmax,
];
