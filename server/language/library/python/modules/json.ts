import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { none, str, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { decode } from '../text-encoding.js';
import { typeName } from '../type-name.js';
import { JsonReader } from './json-reader.js';
import { writeJson } from './json-writer.js';

const dumpOptions =
  '*, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False';

/** Python's `json`. */
export const jsonModule: NativeModule = {
  name: 'json',
  members: {
    JSONDecodeError: moduleExceptionClasses['json.decoder.JSONDecodeError'],
    ...members(
      native('json.loads', 's, **kwargs', ['json.loads(\'{"a": [1, 2.5, null]}\')'], (args, context) =>
        read(args.get('s'), args.keywords, context),
      ),
      native('json.load', 'fp, **kwargs', [], (args, context) =>
        read(context.call(context.getAttribute(args.get('fp'), 'read'), []), args.keywords, context),
      ),
      native(
        'json.dumps',
        `obj, ${dumpOptions}`,
        ["json.dumps({'a': [1, 2.5, None]})", "json.dumps({'a': 1}, indent=2)"],
        (args, context) => {
          const text = writeJson(args.get('obj'), (name) => args.get(name), context);
          return text === undefined ? context.unknown('text of something unknown') : str(text);
        },
      ),
      native('json.dump', `obj, fp, ${dumpOptions}`, [], (args, context) => {
        const text = writeJson(args.get('obj'), (name) => args.get(name), context);
        const written = text === undefined ? context.unknown('text of something unknown') : str(text);
        context.call(context.getAttribute(args.get('fp'), 'write'), [written]);
        return none;
      }),
    ),
  },
};

function read(source: Value, options: ReadonlyMap<string, Value>, context: Context): Value {
  if (options.size > 0) return context.unknown('options are not supported yet', 'json.loads');
  if (source.kind === 'unknown' || (source.kind === 'bytes' && !source.data))
    return context.unknown('what a JSON text says that is not known');
  if (source.kind === 'bytes' && source.data)
    return new JsonReader(decode(source.data, str('utf-8'), str('strict'), context), context).read();
  if (source.kind !== 'str')
    return context.raise('TypeError', `the JSON object must be str, bytes or bytearray, not ${typeName(source)}`);
  return new JsonReader(source.value, context).read();
}
