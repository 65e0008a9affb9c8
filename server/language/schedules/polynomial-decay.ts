import { f, needsSteps, type Schedule, single } from './schedule.js';

/** From η to an end in so many steps, (η - end)(1 - p)ᵏ + end; `cycle` goes on for as many steps again, and again. */
export const polynomialDecay: Schedule = {
  name: 'PolynomialDecay',
  signature:
    "initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, cycle=False, name='PolynomialDecay'",
  fault: needsSteps(),
  at(settings, step) {
    const steps = single(settings, 'decay_steps');
    const cycles = step === 0 ? 1 : Math.ceil(f(f(step) / steps));
    const passed = settings['cycle'] === true ? f(f(step) / f(steps * cycles)) : f(Math.min(f(step), steps) / steps);
    const end = single(settings, 'end_learning_rate');
    const left = f(f(1 - passed) ** single(settings, 'power'));
    return f(f(f(single(settings, 'initial_learning_rate') - end) * left) + end);
  },
};
