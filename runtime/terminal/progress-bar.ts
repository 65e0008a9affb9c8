import type { Logs } from '../contract.js';

/** Words and bars for a terminal, as Keras writes them. */

/** `accuracy: 0.9100 - loss: 0.3021`; what is not a finite number is `nan`, `inf` or `-inf`. */
export function logsText(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name}: ${typeof value === 'number' ? logValue(value) : (value ?? 'nan')}`)
    .join(' - ');
}

/** Four decimals, or four significant ones and the exponent where those would show nothing. */
export function logValue(value: number): string {
  if (Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `2ms/step`. */
export function timePerStep(seconds: number, steps: number): string {
  const each = steps ? seconds / steps : 0;
  if (each >= 1) return `${each.toFixed(0)}s/step`;
  return each >= 1e-3 ? `${(each * 1e3).toFixed(0)}ms/step` : `${(each * 1e6).toFixed(0)}us/step`;
}

/** `1:02:03`, `2:03` or `3s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (count: number) => String(count).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole >= 60 ? `${Math.floor(whole / 60)}:${two(whole % 60)}` : `${whole}s`;
}

export interface Progress {
  readonly step: number;
  /** Left out where the end is not known. */
  readonly steps?: number;
  readonly seconds: number;
  readonly logs: Logs;
}

/**
 * One line of at most `columns`: ` 35/281 ━━╸───────── 3s 2ms/step - accuracy: 0.9100 - loss: 0.3021`,
 * with the time left while it runs and the time taken at the end.
 */
export function progressLine({ step, steps, seconds, logs }: Progress, columns: number): string {
  if (steps === undefined)
    return `${step}/Unknown ${duration(seconds)} ${timePerStep(seconds, step)} - ${logsText(logs)}`.slice(
      0,
      Math.max(0, columns - 1),
    );
  const isDone = step >= steps;
  const time = isDone ? seconds : step ? (seconds / step) * (steps - step) : 0;
  const count = `${String(step).padStart(String(steps).length)}/${steps}`;
  const text = `${duration(time)} ${timePerStep(seconds, step)} - ${logsText(logs)}`;
  const room = columns - 1 - count.length - text.length - 2;
  const width = Math.max(0, Math.min(20, room));
  const line = width < 5 ? `${count} ${text}` : `${count} ${bar(step / steps, width)} ${text}`;
  return line.slice(0, Math.max(0, columns - 1));
}

/** What `verbose=2` shows of an epoch that is over: `281/281 - 4s - 14ms/step - accuracy: 0.9100 - loss: 0.3021`. */
export function summaryLine({ step, steps, seconds, logs }: Progress): string {
  const isJudged = (name: string) => Number(name.startsWith('val_'));
  const byName = Object.entries(logs).sort(([a], [b]) => isJudged(a) - isJudged(b) || (a < b ? -1 : 1));
  return `${step}/${steps} - ${duration(seconds)} - ${timePerStep(seconds, step)} - ${logsText(Object.fromEntries(byName))}`;
}

function bar(part: number, width: number): string {
  const halves = Math.floor(Math.min(1, part) * width * 2);
  const full = Math.floor(halves / 2);
  return `${'━'.repeat(full)}${halves % 2 ? '╸' : ''}`.padEnd(width, '─');
}

/** `11.5 of 170.5 MB (6 %), 2.3 MB/s`. */
export function downloadLine(event: {
  readonly received: number;
  readonly total?: number;
  readonly seconds: number;
}): string {
  const { received, total, seconds } = event;
  const size = (bytes: number) => (bytes / 1e6).toFixed(1);
  const part = total ? ` of ${size(total)} MB (${Math.floor((100 * received) / total)} %)` : ' MB';
  return `${size(received)}${part}, ${size(received / Math.max(seconds, 1e-3))} MB/s`;
}
