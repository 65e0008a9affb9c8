import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { bool, int } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { encodeUtf8 } from '../../python/text-encoding.js';
import { callbackClass } from './callback.js';

interface CSVLogger {
  readonly file: string;
  readonly separator: string;
  readonly appends: boolean;
  hasHeader: boolean;
  /** Sorted, those of validation also where there is none; known from the first epoch's end on. */
  names: readonly string[] | undefined;
}

/** Writes a row an epoch to a CSV file. */
export const csvLogger = callbackClass<CSVLogger>({
  name: 'CSVLogger',
  signature: "filename, separator=',', append=False",
  example: "'log.csv'",
  make(arg, context) {
    const separator = arg('separator');
    return {
      file: pathText(arg('filename'), context) ?? '',
      separator: separator.kind === 'str' ? separator.value : ',',
      appends: context.truth(arg('append')) === true,
      hasHeader: false,
      names: undefined,
    };
  },
  attributes: { append: ({ appends }) => bool(appends), append_header: ({ hasHeader }) => bool(!hasHeader) },
  on: {
    train_begin(state, _given, { host }) {
      state.names = undefined;
      if (!state.appends) host.writeFile(state.file, new Uint8Array(0));
      else if (host.fileKind(state.file) === 'file') state.hasHeader = (host.readFile(state.file)?.length ?? 0) > 0;
    },
    epoch_end(state, { index: epoch, logs }, context) {
      const values = new Map<string, Value>();
      for (const { key, value } of logs.kind === 'dict' ? logs.entries.values() : [])
        if (key.kind === 'str') values.set(key.value, value);
      let rows = '';
      if (!state.names) {
        const names = [...values.keys()].sort();
        state.names = names.some((name) => name.startsWith('val_'))
          ? names
          : [...names, ...names.map((name) => `val_${name}`)];
        if (!state.hasHeader) rows += row(['epoch', ...state.names], state.separator);
      }
      const text = (value: Value | undefined) => (value ? (context.str(value) ?? '') : 'NA');
      rows += row([text(int(epoch)), ...state.names.map((name) => text(values.get(name)))], state.separator);
      append(state.file, rows, context);
    },
  },
});

/** As Python's `csv` writes a row in the dialect `excel`. */
function row(fields: readonly string[], separator: string): string {
  const quoted = fields.map((field) =>
    field.includes(separator) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  return `${quoted.join(separator)}\r\n`;
}

function append(file: string, text: string, { host }: Context): void {
  host.appendFile?.(file, encodeUtf8(text));
}
