import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { float, type NativeFunctionValue, none, str, unknown, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { realArgument } from './arguments.js';
import { formatTime } from './datetime.js';

/** Python's `time`. */
export const timeModule: NativeModule = {
  name: 'time',
  members: members(
    ...['time', 'perf_counter', 'monotonic', 'process_time'].map(clock),
    ...['time_ns', 'perf_counter_ns'].map((name) =>
      native(`time.${name}`, '', [`time.${name}()`], () => unknown('a whole number beyond 2^53')),
    ),
    native('time.strftime', 'format, t=None, /', ["time.strftime('%Y-%m-%d')"], (args, context) => {
      const format = args.get('format');
      const now = context.host.now();
      if (now === undefined || format.kind !== 'str') return context.unknown('the time');
      if (args.get('t').kind !== 'none')
        return context.unknown('only the time of now can be formatted yet', 'time.strftime');
      const text = formatTime(new Date(now * 1000), format.value);
      return text === undefined ? context.unknown('this format is not supported yet', 'time.strftime') : str(text);
    }),
    native('time.sleep', 'seconds, /', ['time.sleep(0)'], (args, context) => {
      const seconds = realArgument(args.get('seconds'), context);
      if (seconds !== undefined && seconds < 0) return context.raise('ValueError', 'sleep length must be non-negative');
      if (seconds !== undefined && context.host.mode === 'numbers') context.host.sleep(seconds);
      return none;
    }),
  ),
};

function clock(name: string): NativeFunctionValue {
  return native(`time.${name}`, '', [`time.${name}()`], (_, context) => seconds(context));
}

function seconds(context: Context): Value {
  const now = context.host.now();
  return now === undefined ? context.unknown('the time') : float(now);
}
