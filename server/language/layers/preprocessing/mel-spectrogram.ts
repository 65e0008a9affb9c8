import { add, anonymous, type Dim, floorDivide } from '../../tensor/dim.js';
import { refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { computeType, notComputed, uncomputed } from './arguments.js';

/** The strength of each pitch over time, pitches spaced as ears hear them. */
export const melSpectrogram: LayerDefinition = {
  name: 'MelSpectrogram',
  signature:
    "fft_length=2048, sequence_stride=512, sequence_length=None, window='hann', sampling_rate=16000, num_mel_bins=128, min_freq=20.0, max_freq=None, power_to_db=True, top_db=80.0, mag_exp=2.0, min_power=1e-10, ref_power=1.0",
  description: 'Turns sound, (batch, time), into its mel spectrogram, (batch, num_mel_bins, frames).',
  documentation: 'layers/preprocessing_layers/audio/mel_spectrogram/',
  anyElementType: true,
  configure(given) {
    const length = given.get('fft_length');
    const sequence = given.get('sequence_length');
    if (typeof length === 'number' && typeof sequence === 'number' && length < sequence) {
      throw refused(
        'fft_length',
        length,
        `at least \`sequence_length\`, ${sequence}`,
        `\`fft_length\` must be greater than or equal to   \`sequence_length\`. Received: \`sequence_length\`=${show(sequence)}, \`fft_length\`=${show(length)}.`,
      );
    }
    return {
      sequence_stride: size(given, 'sequence_stride'),
      num_mel_bins: size(given, 'num_mel_bins'),
      dtype: computeType(given),
      notSupported: notComputed,
    };
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const stride = setting<Dim>(args, 'sequence_stride');
    const bins = setting<Dim>(args, 'num_mel_bins');
    const frames = (time: Dim) =>
      typeof stride === 'number' ? floorDivide(add(time, stride + 1), stride) : anonymous();
    const shape = x.shape?.length ? x.shape : undefined;
    const result =
      shape &&
      (shape.length === 1 ? [bins, frames(shape[0] as Dim)] : [shape[0] as Dim, bins, frames(shape[1] as Dim)]);
    return uncomputed(graph, x, setting(args, 'dtype'), result);
  },
};

function size(given: GivenArguments, name: string): Dim {
  const value = given.get(name);
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : anonymous();
}
