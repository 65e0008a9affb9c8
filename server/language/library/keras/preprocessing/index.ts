import type { NativeModule } from '../../../values/native-module.js';
import type { NativeType } from '../../../values/native-type.js';
import type { Value } from '../../../values/value.js';
import { members } from '../../python/define.js';
import { typeValue } from '../configured.js';
import { batchesType } from './batches.js';
import { audioDatasetFromDirectory, imageDatasetFromDirectory, textDatasetFromDirectory } from './from-directory.js';
import { imageDataGeneratorType } from './image-generator.js';
import { arrayToImage, imageToArray, loadImage, saveImage, smartResize } from './images.js';
import { padSequences } from './pad-sequences.js';
import { splitDataset } from './split-dataset.js';
import { oneHot, textToWordSequence } from './text.js';
import { timeseriesDataset, timeseriesGeneratorType } from './timeseries.js';
import { tokenizerType } from './tokenizer.js';

const type = (native: NativeType<never>): Value => typeValue(native);

/** What brings data into shape for Keras: `keras.preprocessing`, and its functions in `keras.utils`. */
export const preprocessingModules: readonly NativeModule[] = [
  {
    name: 'keras.utils',
    members: members(
      padSequences,
      imageDatasetFromDirectory,
      textDatasetFromDirectory,
      audioDatasetFromDirectory,
      timeseriesDataset,
      splitDataset,
      loadImage,
      imageToArray,
      arrayToImage,
      saveImage,
    ),
  },
  {
    name: 'keras.preprocessing',
    members: members(imageDatasetFromDirectory, textDatasetFromDirectory, timeseriesDataset),
  },
  {
    name: 'keras.preprocessing.image',
    members: {
      ...members(loadImage, imageToArray, arrayToImage, saveImage, smartResize),
      ImageDataGenerator: type(imageDataGeneratorType as NativeType<never>),
      Iterator: type(batchesType as NativeType<never>),
    },
  },
  {
    name: 'keras.preprocessing.sequence',
    members: { ...members(padSequences), TimeseriesGenerator: type(timeseriesGeneratorType as NativeType<never>) },
  },
  {
    name: 'keras.preprocessing.text',
    members: { ...members(textToWordSequence, oneHot), Tokenizer: type(tokenizerType as NativeType<never>) },
  },
];
