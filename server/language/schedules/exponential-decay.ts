import { decays, f, needsSteps, type Schedule, single } from './schedule.js';

/** η rᵖ after p decays. */
export const exponentialDecay: Schedule = {
  name: 'ExponentialDecay',
  signature: "initial_learning_rate, decay_steps, decay_rate, staircase=False, name='ExponentialDecay'",
  fault: needsSteps(),
  at: (settings, step) =>
    f(single(settings, 'initial_learning_rate') * f(single(settings, 'decay_rate') ** decays(settings, step))),
};
