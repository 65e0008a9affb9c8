import type { PlainValue } from '../../layers/layer.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { type Configured, configuredType } from './configured.js';
import { report } from './faults.js';
import { show } from './plain.js';

/** `l1_l2(…)`: as the class L1L2, but that Keras 2 has other defaults for it. */
export const bothPenalties = configuredType(
  'keras.regularizers',
  'L1L2',
  'l1=0.0, l2=0.0',
  {},
  (state, args, context) => {
    if (context.host.kerasVersion === 2)
      for (const name of ['l1', 'l2']) if (!state.given.has(name)) set(state, name, 0.01);
    checkRegularizer(state, args, context);
  },
);

/** Refuses factors that Keras refuses, and takes Keras 2's older `l=`. */
export function checkRegularizer(state: Configured, args: Arguments, context: Context): void {
  const older = args.keywords.has('l') ? state.settings.get('l') : undefined;
  if (older !== undefined && (state.name === 'L1' || state.name === 'L2')) set(state, state.name.toLowerCase(), older);
  for (const name of ['l1', 'l2', 'factor']) {
    const value = state.settings.get(name);
    if (value === undefined || value === null || (typeof value === 'number' && value >= 0 && value < Infinity))
      continue;
    report(
      'layer-argument',
      context.range,
      { argument: name, type: state.name, message: `\`${name}=${show(value)}\`: expected a number of at least 0` },
      `Invalid value for argument ${name}: expected a non-negative float. Received: ${name}=${show(value)}`,
      context,
    );
  }
  const mode = state.settings.get('mode');
  if (mode === undefined || mode === 'rows' || mode === 'columns') return;
  report(
    'layer-argument',
    context.range,
    { argument: 'mode', type: state.name, message: `\`mode=${show(mode)}\`: expected 'rows' or 'columns'` },
    `Invalid value for argument \`mode\`. Expected one of {"rows", "columns"}. Received: mode=${show(mode)}`,
    context,
  );
}

function set({ settings }: Configured, name: string, value: PlainValue): void {
  (settings as Map<string, PlainValue | undefined>).set(name, value);
}
