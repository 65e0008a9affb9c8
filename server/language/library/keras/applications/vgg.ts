import { type Application, pooled, predictions, usualSignature } from './application.js';

export const vgg: readonly Application[] = [of('VGG16', [2, 2, 3, 3, 3]), of('VGG19', [2, 2, 4, 4, 4])];

function of(name: string, blocks: readonly number[]): Application {
  return {
    name,
    signature: usualSignature(name.toLowerCase()),
    sizes: { standard: 224, least: 32 },
    build(net, image, options) {
      let x = image;
      blocks.forEach((convolutions, i) => {
        const filters = Math.min(512, 64 * 2 ** i);
        for (let j = 1; j <= convolutions; j += 1) {
          const settings = { filters, kernel_size: 3, activation: 'relu', padding: 'same' };
          x = net.layer('Conv2D', x, settings, `block${i + 1}_conv${j}`);
        }
        x = net.layer('MaxPooling2D', x, { pool_size: 2, strides: 2 }, `block${i + 1}_pool`);
      });
      if (!options.top) return pooled(net, x, options);
      x = net.layer('Flatten', x, {}, 'flatten');
      for (const fc of ['fc1', 'fc2']) x = net.layer('Dense', x, { units: 4096, activation: 'relu' }, fc);
      return predictions(net, x, options);
    },
  };
}
