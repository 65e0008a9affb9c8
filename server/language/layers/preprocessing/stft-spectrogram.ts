import { add, anonymous, ceilDivide, type Dim, floorDivide, isKnown, multiply } from '../../tensor/dim.js';
import { choice, flag, refused, setting, show } from '../arguments.js';
import { fourier } from '../initializers.js';
import type {
  GivenArguments,
  InitializerSpec,
  LayerArguments,
  LayerDefinition,
  PlainValue,
  WeightSpec,
} from '../layer.js';
import { checkOneOf, computeType, notComputed, uncomputed } from './arguments.js';

/** The strength of each frequency over time; its sines and cosines are weights. */
export const stftSpectrogram: LayerDefinition = {
  name: 'STFTSpectrogram',
  signature:
    "mode='log', frame_length=256, frame_step=None, fft_length=None, window='hann', periodic=False, scaling='density', padding='valid', expand_dims=False, data_format=None",
  description:
    'Cuts sound, (batch, time, channels), into frames and gives the spectrum of each; the window is made of trainable weights.',
  documentation: 'layers/preprocessing_layers/audio/stft_spectrogram/',
  configure(given) {
    const length = whole(given, 'frame_length');
    const step = given.get('frame_step') === null ? halfOf(length) : whole(given, 'frame_step');
    if (typeof length === 'number' && typeof step === 'number' && (step > length || step < 1)) {
      throw refused(
        'frame_step',
        given.get('frame_step') as number,
        `at most \`frame_length\`, ${length}`,
        `\`frame_step\` should be a positive integer not greater than \`frame_length\`. Received frame_step=${step}, frame_length=${length}`,
      );
    }
    checkOneOf(given, 'mode', ['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft']);
    checkOneOf(given, 'padding', ['valid', 'same']);
    if (given.get('scaling') !== null) checkOneOf(given, 'scaling', ['density', 'spectrum']);
    return {
      frame_length: length,
      frame_step: step,
      fft_length: fftLength(given, length),
      mode: given.get('mode'),
      window: given.get('window'),
      periodic: given.get('periodic'),
      scaling: given.get('scaling'),
      padding: given.get('padding'),
      expand_dims: flag(given, 'expand_dims'),
      data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
      dtype: computeType(given),
      notSupported: notComputed,
    };
  },
  inputSpec: () => ({ rank: 3 }),
  weights(args) {
    const [mode, length] = [args['mode'], setting<Dim | undefined>(args, 'frame_length')];
    const kernel = (side: 'real' | 'imag'): WeightSpec => ({
      name: `${side}_kernel`,
      shape: [length ?? anonymous(), 1, frequencies(args['fft_length'] as Dim | undefined)],
      dtype: 'float32',
      trainable: true,
      initializer: fourierOf(args, side),
    });
    if (mode === undefined) return undefined;
    return [...(mode === 'imag' ? [] : [kernel('real')]), ...(mode === 'real' ? [] : [kernel('imag')])];
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const [format, padding] = [args['data_format'], args['padding']];
    const expand = setting<boolean | undefined>(args, 'expand_dims');
    if (!x.shape || !format || args['mode'] === undefined || expand === undefined)
      return uncomputed(graph, x, setting(args, 'dtype'), undefined);
    const [batch, p, q] = x.shape as [Dim, Dim, Dim];
    const [time, channels] = format === 'channels_last' ? [p, q] : [q, p];
    const length = setting<Dim | undefined>(args, 'frame_length');
    const step = setting<Dim | undefined>(args, 'frame_step');
    let frames: Dim = anonymous();
    if (step !== undefined && padding === 'same') frames = ceilDivide(time, step);
    else if (step !== undefined && typeof length === 'number' && padding === 'valid')
      frames = add(floorDivide(add(time, -length), step), 1);
    const single = frequencies(args['fft_length'] as Dim | undefined);
    const rows = args['mode'] === 'stft' ? multiply(single, 2) : single;
    const merged = multiply(rows, channels);
    const shape =
      format === 'channels_last'
        ? expand
          ? [batch, frames, rows, channels]
          : [batch, frames, merged]
        : expand
          ? [batch, channels, frames, rows]
          : [batch, merged, frames];
    return uncomputed(graph, x, setting(args, 'dtype'), shape);
  },
};

function fourierOf(args: LayerArguments, side: 'real' | 'imag'): InitializerSpec {
  const [window, scaling, periodic] = ['window', 'scaling', 'periodic'].map((name) =>
    setting<PlainValue | undefined>(args, name),
  );
  return window === undefined || scaling === undefined || periodic === undefined
    ? { name: 'Undrawn', of: undefined }
    : fourier({ side, window, scaling, periodic });
}

function whole(given: GivenArguments, name: string): number | undefined {
  const value = given.get(name);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function halfOf(length: number | undefined): number | undefined {
  return length === undefined ? undefined : Math.floor(length / 2);
}

/** The next power of two from the frame's length, unless it is given. */
function fftLength(given: GivenArguments, length: number | undefined): number | undefined {
  if (given.get('fft_length') === null) {
    return length === undefined ? undefined : 2 ** Math.ceil(Math.log2(length));
  }
  const value = whole(given, 'fft_length');
  if (value !== undefined && length !== undefined && value < length) {
    throw refused(
      'fft_length',
      value,
      `at least \`frame_length\`, ${length}`,
      `\`fft_length\` should be not less than \`frame_length\`. Received fft_length=${show(value)}, frame_length=${show(length)}`,
    );
  }
  return value;
}

function frequencies(length: Dim | undefined): Dim {
  return length !== undefined && isKnown(length) ? Math.floor(length / 2) + 1 : anonymous();
}
