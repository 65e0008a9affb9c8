import type { Settings } from '../layers/configuration.js';
import { f, needsSteps, optional, type Schedule, single } from './schedule.js';

/** Half a wave of the cosine down to a share `alpha`, after a straight way up where a warm-up is asked for. */
export const cosineDecay: Schedule = {
  name: 'CosineDecay',
  signature: "initial_learning_rate, decay_steps, alpha=0.0, name='CosineDecay', warmup_target=None, warmup_steps=0",
  fault: needsSteps(),
  at(settings, step) {
    const initial = single(settings, 'initial_learning_rate');
    const steps = single(settings, 'decay_steps');
    const target = optional(settings, 'warmup_target');
    if (target === undefined) return decayed(settings, f(Math.min(f(step), steps) / steps), initial);
    const warmup = single(settings, 'warmup_steps');
    const now = Math.min(f(step), f(steps + warmup));
    if (now < warmup) return f(f(f(target - initial) * f(now / warmup)) + initial);
    return decayed(settings, f(f(now - warmup) / steps), target);
  },
};

function decayed(settings: Settings, fraction: number, from: number): number {
  const alpha = Number(settings['alpha']);
  const wave = f(0.5 * f(1 + f(Math.cos(f(f(Math.PI) * fraction)))));
  return f(from * f(f(f(1 - alpha) * wave) + f(alpha)));
}
