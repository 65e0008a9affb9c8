import type { LayerDefinition } from '../layer.js';
import { categoryEncoding } from './category-encoding.js';
import { centerCrop, randomCrop } from './cropping.js';
import { discretization } from './discretization.js';
import { hashedCrossing, hashing } from './hashing.js';
import { integerLookup, stringLookup } from './lookup.js';
import { melSpectrogram } from './mel-spectrogram.js';
import { normalization } from './normalization.js';
import { imageChanges } from './picture-changes.js';
import { pipeline } from './pipeline.js';
import { rescaling } from './rescaling.js';
import { resizing } from './resizing.js';
import { stftSpectrogram } from './stft-spectrogram.js';
import { textVectorization } from './text-vectorization.js';

export const preprocessing: readonly LayerDefinition[] = [
  rescaling,
  resizing,
  centerCrop,
  randomCrop,
  normalization,
  discretization,
  categoryEncoding,
  hashing,
  hashedCrossing,
  stringLookup,
  integerLookup,
  textVectorization,
  melSpectrogram,
  stftSpectrogram,
  ...imageChanges,
  pipeline,
];
