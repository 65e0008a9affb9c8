/** A network whose steps are timed: test/bench/step/programs/NAME.py, as a user of Keras writes it. */
export interface Case {
  readonly name: string;
  readonly about: string;
  /** Of one turn, where time allows: some tens of milliseconds of our time at least. */
  readonly epochs: number;
  /** What our time may be at most, as a part of theirs. */
  readonly bars: { readonly PyTorch: number; readonly Keras: number };
}

const dense = { PyTorch: 0.5, Keras: 0.3 };

/** Small steps first. */
export const cases: readonly Case[] = [
  { name: 'houses', about: '8-50-50-50-1, Adam, batch 32', epochs: 2, bars: dense },
  { name: 'dense', about: '784-300-100-10, SGD, batch 32', epochs: 1, bars: dense },
  { name: 'narrow', about: '10000-16-16-1, RMSprop, batch 512, words equally frequent', epochs: 2, bars: dense },
  { name: 'reviews', about: '10000-16-16-1, RMSprop, batch 512, words as in reviews', epochs: 2, bars: dense },
  {
    name: 'recurrent',
    about: 'Embedding(10000, 32), LSTM(32) × 80, Dense 1, RMSprop, batch 64',
    epochs: 1,
    bars: { PyTorch: 0.7, Keras: 1 },
  },
  {
    name: 'convolutional',
    about: 'Conv 32, pool, Conv 64, pool, Dense 10 on 28 × 28 × 1, SGD, batch 64',
    epochs: 1,
    bars: { PyTorch: 0.8, Keras: 1 },
  },
  { name: 'topics', about: '10000-64-64-46, RMSprop, batch 512, words equally frequent', epochs: 1, bars: dense },
  { name: 'newswires', about: '10000-64-64-46, RMSprop, batch 512, words as in newswires', epochs: 1, bars: dense },
  {
    name: 'transformer',
    about: 'Transformer block of width 128, 4 heads, 512 inside, on 64 places, Adam, batch 32',
    epochs: 1,
    bars: { PyTorch: 0.8, Keras: 1 },
  },
];
