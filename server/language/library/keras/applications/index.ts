import type { NativeModule } from '../../../values/native-module.js';
import type { Value } from '../../../values/value.js';
import { type Application, applicationFunction } from './application.js';
import { convnext } from './convnext.js';
import { densenet } from './densenet.js';
import { efficientnet } from './efficientnet.js';
import { efficientnetV2 } from './efficientnet-v2.js';
import { inceptionResnetV2 } from './inception-resnet-v2.js';
import { inceptionV3 } from './inception-v3.js';
import { mobilenet } from './mobilenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { mobilenetV3 } from './mobilenet-v3.js';
import { nasnet } from './nasnet.js';
import { decodePredictions, imagenetInput, type PixelMode, preprocessInput } from './pixels.js';
import { resnet, resnetV2 } from './resnet.js';
import { vgg } from './vgg.js';
import { xception } from './xception.js';

/** Keras's modules below `keras.applications`: the models of each, and how it wants its pixels. */
const families: readonly (readonly [module: string, applications: readonly Application[], pixels: PixelMode])[] = [
  ['convnext', convnext, 'as they are'],
  ['densenet', densenet, 'torch'],
  ['efficientnet', efficientnet, 'as they are'],
  ['efficientnet_v2', efficientnetV2, 'as they are'],
  ['inception_resnet_v2', inceptionResnetV2, 'tf'],
  ['inception_v3', inceptionV3, 'tf'],
  ['mobilenet', mobilenet, 'tf'],
  ['mobilenet_v2', mobilenetV2, 'tf'],
  ['mobilenet_v3', mobilenetV3, 'as they are'],
  ['nasnet', nasnet, 'tf'],
  ['resnet', resnet, 'caffe'],
  ['resnet50', resnet.slice(0, 1), 'caffe'],
  ['resnet_v2', resnetV2, 'tf'],
  ['vgg16', vgg.slice(0, 1), 'caffe'],
  ['vgg19', vgg.slice(1), 'caffe'],
  ['xception', xception, 'tf'],
];

const functions = new Map<Application, Value>();

/** One function a model, whichever module it is taken from. */
function functionOf(application: Application): Value {
  let found = functions.get(application);
  if (!found) {
    found = { kind: 'native', function: applicationFunction(application) };
    functions.set(application, found);
  }
  return found;
}

function members(applications: readonly Application[]): Record<string, Value> {
  return Object.fromEntries(applications.map((application) => [application.name, functionOf(application)]));
}

export const applicationModules: readonly NativeModule[] = [
  { name: 'keras.applications', members: Object.assign({}, ...families.map(([, all]) => members(all))) },
  ...families.map(([module, applications, pixels]): NativeModule => {
    const name = `keras.applications.${module}`;
    const own = module === 'mobilenet_v3' ? {} : members(applications);
    return {
      name,
      members: {
        ...own,
        preprocess_input: preprocessInput(name, pixels),
        decode_predictions: decodePredictions(name),
      },
    };
  }),
  {
    name: 'keras.applications.imagenet_utils',
    members: {
      preprocess_input: imagenetInput,
      decode_predictions: decodePredictions('keras.applications.imagenet_utils'),
    },
  },
];
