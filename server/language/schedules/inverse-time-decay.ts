import { decays, f, needsSteps, type Schedule, single } from './schedule.js';

/** η / (1 + rp) after p decays. */
export const inverseTimeDecay: Schedule = {
  name: 'InverseTimeDecay',
  signature: "initial_learning_rate, decay_steps, decay_rate, staircase=False, name='InverseTimeDecay'",
  fault: needsSteps(),
  at: (settings, step) =>
    f(single(settings, 'initial_learning_rate') / f(1 + f(single(settings, 'decay_rate') * decays(settings, step)))),
};
