import type { Context } from '../../values/context.js';
import {
  type ClassValue,
  type InstanceValue,
  none,
  str,
  type TupleValue,
  tuple,
  type Value,
} from '../../values/value.js';
import { native } from './define.js';

/** Python's exceptions: classes like those of programs, so that programs can derive from them. */
export const exceptionClasses: ReadonlyMap<string, ClassValue> = makeClasses({
  BaseException: ['Exception', 'KeyboardInterrupt', 'SystemExit', 'GeneratorExit'],
  Exception: [
    'ArithmeticError',
    'AssertionError',
    'AttributeError',
    'BufferError',
    'EOFError',
    'ImportError',
    'LookupError',
    'MemoryError',
    'NameError',
    'OSError',
    'ReferenceError',
    'RuntimeError',
    'StopAsyncIteration',
    'StopIteration',
    'SyntaxError',
    'SystemError',
    'TypeError',
    'ValueError',
    'Warning',
  ],
  ArithmeticError: ['FloatingPointError', 'OverflowError', 'ZeroDivisionError'],
  ImportError: ['ModuleNotFoundError'],
  LookupError: ['IndexError', 'KeyError'],
  NameError: ['UnboundLocalError'],
  OSError: [
    'FileExistsError',
    'FileNotFoundError',
    'IsADirectoryError',
    'NotADirectoryError',
    'PermissionError',
    'TimeoutError',
    'ConnectionError',
    'BlockingIOError',
    'ChildProcessError',
    'InterruptedError',
    'ProcessLookupError',
  ],
  RuntimeError: ['NotImplementedError', 'RecursionError'],
  ValueError: ['UnicodeError'],
  UnicodeError: ['UnicodeDecodeError', 'UnicodeEncodeError'],
  ConnectionError: ['BrokenPipeError', 'ConnectionAbortedError', 'ConnectionRefusedError', 'ConnectionResetError'],
  Warning: [
    'BytesWarning',
    'DeprecationWarning',
    'EncodingWarning',
    'FutureWarning',
    'ImportWarning',
    'PendingDeprecationWarning',
    'ResourceWarning',
    'RuntimeWarning',
    'SyntaxWarning',
    'UnicodeWarning',
    'UserWarning',
  ],
});

const tensorflowErrors = 'tensorflow.python.framework.errors_impl';
const opError = derived('OpError', 'Exception', tensorflowErrors);

/** TensorFlow's exceptions, `tf.errors`. */
export const opErrorClasses: Readonly<Record<string, ClassValue>> = Object.fromEntries(
  [
    ...['AbortedError', 'AlreadyExistsError', 'CancelledError', 'DataLossError', 'DeadlineExceededError'],
    ...['FailedPreconditionError', 'InternalError', 'InvalidArgumentError', 'NotFoundError', 'OutOfRangeError'],
    ...['PermissionDeniedError', 'ResourceExhaustedError', 'UnavailableError', 'UnimplementedError', 'UnknownError'],
  ]
    .map((name): readonly [string, ClassValue] => [
      name,
      { ...derived(name, 'Exception', tensorflowErrors), bases: [opError] },
    ])
    .concat([['OpError', opError]]),
);

const pickleError = derived('PickleError', 'Exception', '_pickle');
const urlError = derived('URLError', 'OSError', 'urllib.error');

/** Exceptions of Python's modules, by the names that tracebacks give them. */
export const moduleExceptionClasses = {
  'struct.error': derived('error', 'Exception', 'struct'),
  're.error': derived('error', 'Exception', 're'),
  'io.UnsupportedOperation': derived('UnsupportedOperation', 'OSError', 'io'),
  'json.decoder.JSONDecodeError': derived('JSONDecodeError', 'ValueError', 'json.decoder'),
  'gzip.BadGzipFile': derived('BadGzipFile', 'OSError', 'gzip'),
  'PIL.UnidentifiedImageError': derived('UnidentifiedImageError', 'OSError', 'PIL'),
  'zipfile.BadZipFile': derived('BadZipFile', 'Exception', 'zipfile'),
  'numpy.linalg.LinAlgError': derived('LinAlgError', 'ValueError', 'numpy.linalg'),
  'pickle.PickleError': pickleError,
  'pickle.UnpicklingError': { ...derived('UnpicklingError', 'Exception', '_pickle'), bases: [pickleError] },
  'pickle.PicklingError': { ...derived('PicklingError', 'Exception', '_pickle'), bases: [pickleError] },
  'urllib.error.URLError': urlError,
  'urllib.error.HTTPError': { ...derived('HTTPError', 'OSError', 'urllib.error'), bases: [urlError] },
  'shutil.Error': derived('Error', 'OSError', 'shutil'),
  'shutil.ReadError': derived('ReadError', 'OSError', 'shutil'),
} as const satisfies Readonly<Record<string, ClassValue>>;

/** An exception as the library raises it: `message` is what `str()` gives. */
export function makeException(type: string, message: string): InstanceValue {
  const exception: InstanceValue = { kind: 'instance', class: classNamed(type), attributes: new Map() };
  if (type === 'KeyError') {
    // KeyError shows its argument's repr, and `message` is that already.
    const quoted = /^'([^'\\]*)'$/.exec(message)?.[1];
    exception.attributes.set(
      'args',
      tuple([
        quoted !== undefined
          ? str(quoted)
          : /^-?\d+$/.test(message)
            ? { kind: 'int', value: Number(message) }
            : str(message),
      ]),
    );
    exception.attributes.set(SHOWN, str(message));
  } else {
    exception.attributes.set('args', tuple(message === '' ? [] : [str(message)]));
  }
  return exception;
}

/** What `str(exception)` gives; undefined where it is not known. */
export function exceptionText(exception: InstanceValue, context: Context): string | undefined {
  const shown = exception.attributes.get(SHOWN);
  if (shown?.kind === 'str') return shown.value;
  const { elements } = argumentsOf(exception);
  const [first] = elements;
  if (!first) return '';
  if (elements.length > 1) return context.str(argumentsOf(exception));
  return isA(exception.class, 'KeyError') ? context.repr(first) : context.str(first);
}

/** Whether a class is the built-in exception of that name or derives from it. */
export function isA(type: Value, name: string): boolean {
  return type.kind === 'class' && (type === exceptionClasses.get(name) || type.bases.some((base) => isA(base, name)));
}

const SHOWN = '<shown>';

function classNamed(type: string): ClassValue {
  const ofModule: Readonly<Record<string, ClassValue>> = moduleExceptionClasses;
  return (
    exceptionClasses.get(type) ??
    ofModule[type] ??
    opErrorClasses[type] ??
    (exceptionClasses.get('Exception') as ClassValue)
  );
}

function derived(name: string, base: string, module: string): ClassValue {
  return {
    kind: 'class',
    name,
    bases: [exceptionClasses.get(base) as ClassValue],
    attributes: new Map([['__module__', str(module)]]),
    node: { start: 0, end: 0 },
  };
}

function argumentsOf(exception: InstanceValue): TupleValue {
  const args = exception.attributes.get('args');
  return args?.kind === 'tuple' ? args : tuple([]);
}

function makeClasses(children: Readonly<Record<string, readonly string[]>>): Map<string, ClassValue> {
  const classes = new Map<string, ClassValue>();
  const add = (name: string, base: ClassValue | undefined) => {
    const made: ClassValue = {
      kind: 'class',
      name,
      bases: base ? [base] : [],
      attributes: new Map<string, Value>([['__module__', str('builtins')]]),
      node: { start: 0, end: 0 },
    };
    classes.set(name, made);
    for (const child of children[name] ?? []) add(child, made);
  };
  add('BaseException', undefined);
  const root = classes.get('BaseException') as ClassValue;
  const self = (args: { get(name: string): Value }) => args.get('self') as InstanceValue;
  root.attributes.set(
    '__init__',
    native('BaseException.__init__', 'self, *args, **kwargs', ["ValueError('a')"], (args) => {
      self(args).attributes.set('args', tuple(args.rest));
      return none;
    }),
  );
  root.attributes.set(
    '__str__',
    native('BaseException.__str__', 'self', ["str(ValueError('a'))"], (args, context) => {
      const text = exceptionText(self(args), context);
      return text === undefined ? context.unknown('the text of an exception') : str(text);
    }),
  );
  root.attributes.set(
    '__repr__',
    native('BaseException.__repr__', 'self', ["repr(ValueError('a'))"], (args, context) => {
      const parts = argumentsOf(self(args)).elements.map((element) => context.repr(element));
      return parts.includes(undefined)
        ? context.unknown('the text of an exception')
        : str(`${self(args).class.name}(${parts.join(', ')})`);
    }),
  );
  root.attributes.set(
    'with_traceback',
    native('BaseException.with_traceback', 'self, tb', ["ValueError('a').with_traceback(None)"], (args) => self(args)),
  );
  return classes;
}
