import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { stateOf } from '../../../values/native-type.js';
import { int, none, str, type Value } from '../../../values/value.js';
import { NotAscii, PickleError, readPickle } from '../../numpy/pickle.js';
import { writePickle } from '../../numpy/pickle-writer.js';
import { bytes, unknownBytes } from '../bytes.js';
import { members, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { encode } from '../text-encoding.js';
import { streamType } from './stream-type.js';

/** What is read of Python 2's texts. */
function encodingOf(value: Value, name: string, context: Context): 'latin1' | 'bytes' | 'ascii' {
  const given = value.kind === 'str' ? value.value.toLowerCase().replace(/[-_]/g, '') : '';
  if (given === 'latin1' || given === 'iso88591') return 'latin1';
  if (given === 'bytes' || given === 'ascii') return given;
  return context.unknown('this encoding is not supported yet', name) as never;
}

/** A pickle's value, and how many bytes it took. It can hold code: that is never run. */
function read(content: Uint8Array, encoding: Value, name: string, context: Context): readonly [Value, number] {
  if (content.length === 0) context.raise('EOFError', 'Ran out of input');
  let length = content.length;
  try {
    const value = readPickle(content, encodingOf(encoding, name, context), (used) => {
      length = used;
    });
    return [value, length];
  } catch (error) {
    if (error instanceof NotAscii)
      return context.raise(
        'UnicodeDecodeError',
        `'ascii' codec can't decode byte 0x${error.byte.toString(16)} in position ${error.position}: ordinal not in range(128)`,
      );
    if (error instanceof PickleError)
      return [context.unknown(`only plain values and arrays are read of pickles, and ${error.message}`, name), length];
    throw error;
  }
}

function written(value: Value, name: string, context: Context): Uint8Array | undefined {
  try {
    return writePickle(value, (text) => encode(text, str('utf-8'), context));
  } catch (error) {
    if (error instanceof PickleError) return void context.unknown(error.message, name);
    throw error;
  }
}

const reading = ", *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None";
const writing = ', protocol=None, *, fix_imports=True, buffer_callback=None';

/** Python's `pickle`, of plain values and NumPy's arrays. */
export const pickleModule: NativeModule = {
  name: 'pickle',
  aliases: ['_pickle', 'cPickle'],
  members: {
    HIGHEST_PROTOCOL: int(5),
    DEFAULT_PROTOCOL: int(4),
    PickleError: moduleExceptionClasses['pickle.PickleError'],
    UnpicklingError: moduleExceptionClasses['pickle.UnpicklingError'],
    PicklingError: moduleExceptionClasses['pickle.PicklingError'],
    ...members(
      native('pickle.load', `file${reading}`, ["pickle.load(io.BytesIO(pickle.dumps([1, 'a'])))"], (args, context) => {
        const stream = stateOf(args.get('file'), streamType);
        if (context.host.mode === 'shapes' || !stream || !(stream.whole instanceof Uint8Array))
          return context.unknown('what a pickle holds', 'pickle.load');
        const from = stream.position;
        const [value, used] = read(stream.whole.subarray(from), args.get('encoding'), 'pickle.load', context);
        stream.position = from + used;
        return value;
      }),
      native('pickle.loads', `data, /${reading}`, ["pickle.loads(pickle.dumps({'a': 1.5}))"], (args, context) => {
        const data = args.get('data');
        if (data.kind !== 'bytes' || !data.data) return context.unknown('what a pickle holds', 'pickle.loads');
        return read(data.data, args.get('encoding'), 'pickle.loads', context)[0];
      }),
      native('pickle.dump', `obj, file${writing}`, ['pickle.dump([1], io.BytesIO())'], (args, context) => {
        const method = context.getAttribute(args.get('file'), 'write');
        const content = context.host.mode === 'shapes' ? undefined : written(args.get('obj'), 'pickle.dump', context);
        context.call(method, [content ? bytes(content) : unknownBytes()]);
        return none;
      }),
      native('pickle.dumps', `obj${writing}`, ["pickle.dumps('a')"], (args, context) => {
        const content = context.host.mode === 'shapes' ? undefined : written(args.get('obj'), 'pickle.dumps', context);
        return content ? bytes(content) : unknownBytes();
      }),
    ),
  },
};
