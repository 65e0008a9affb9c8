import { f, needsSteps, type Schedule, single } from './schedule.js';

/** Cosine decays one after the other: each `t_mul` times as long as the one before, and beginning `m_mul` times as high. */
export const cosineDecayRestarts: Schedule = {
  name: 'CosineDecayRestarts',
  signature: "initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, name='SGDRDecay'",
  fault: needsSteps('first_decay_steps'),
  at(settings, step) {
    const longer = single(settings, 't_mul');
    const alpha = single(settings, 'alpha');
    const { restarts, fraction } = place(f(f(step) / single(settings, 'first_decay_steps')), longer);
    const height = f(0.5 * f(single(settings, 'm_mul') ** restarts));
    const wave = f(height * f(1 + f(Math.cos(f(f(Math.PI) * fraction)))));
    return f(single(settings, 'initial_learning_rate') * f(f(f(1 - alpha) * wave) + alpha));
  },
};

/** `passed` counts first decays. */
function place(passed: number, longer: number): { readonly restarts: number; readonly fraction: number } {
  if (longer === 1) return { restarts: Math.floor(passed), fraction: f(passed - Math.floor(passed)) };
  const rest = f(1 - longer);
  const restarts = Math.floor(f(f(Math.log(f(1 - f(passed * rest)))) / f(Math.log(longer))));
  const length = f(longer ** restarts);
  return { restarts, fraction: f(f(passed - f(f(1 - length) / rest)) / length) };
}
