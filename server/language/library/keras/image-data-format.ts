import type { DataFormat } from '../../layers/channels.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { none, str, unknown, type Value } from '../../values/value.js';

const SETTING = 'keras.image_data_format';

/**
 * Where layers look for the channels of an image unless they are told: last, until the program says otherwise;
 * undefined where it is not known.
 */
export function imageDataFormat(context: Context): DataFormat | undefined {
  const value = context.setting(SETTING);
  if (!value) return 'channels_last';
  return value.kind === 'str' ? dataFormats[value.value] : undefined;
}

/** Keras 1's names for them. */
export const dimOrderings: Readonly<Record<string, DataFormat>> = { th: 'channels_first', tf: 'channels_last' };

/** Keras's functions on it, and those of Keras 1. */
export function imageDataFormatFunctions(module: string): Record<string, Value> {
  const functions: readonly NativeFunction[] = [
    { name: 'image_data_format', signature: '', call: (_args, context) => shown(context, (format) => format) },
    {
      name: 'set_image_data_format',
      signature: 'data_format',
      examples: [`${module}.set_image_data_format('channels_last')`],
      call: (args, context) => set(args.get('data_format'), (name) => dataFormats[name], context),
    },
    {
      name: 'image_dim_ordering',
      signature: '',
      call: (_args, context) => shown(context, (format) => (format === 'channels_first' ? 'th' : 'tf')),
    },
    {
      name: 'set_image_dim_ordering',
      signature: 'dim_ordering',
      examples: [`${module}.set_image_dim_ordering('tf')`],
      call: (args, context) => set(args.get('dim_ordering'), (name) => dimOrderings[name], context),
    },
  ];
  return Object.fromEntries(
    functions.map((each) => [
      each.name,
      { kind: 'native', function: { ...each, name: `${module}.${each.name}` } } as const,
    ]),
  );
}

const dataFormats: Readonly<Record<string, DataFormat>> = {
  channels_first: 'channels_first',
  channels_last: 'channels_last',
};

function shown(context: Context, name: (format: DataFormat) => string): Value {
  const current = imageDataFormat(context);
  return current ? str(name(current)) : unknown('which axis holds the channels is not known', 'image_data_format');
}

function set(value: Value, formatOf: (name: string) => DataFormat | undefined, context: Context): Value {
  const format = value.kind === 'str' ? formatOf(value.value) : undefined;
  if (value.kind === 'str' && !format) {
    return context.raise(
      'ValueError',
      `The \`data_format\` argument must be one of {'channels_first', 'channels_last'}. Received: data_format=${value.value}`,
    );
  }
  const known = context.certain && format ? str(format) : unknown('the data format may be another');
  context.changeSetting(SETTING, known);
  return none;
}
