import { type Host, Stopped } from './host.js';
import { Budget, Cancelled } from './interpreter/budget.js';
import { executeBlock } from './interpreter/execute.js';
import { Interpreter } from './interpreter/interpreter.js';
import type { PythonException } from './interpreter/python-exception.js';
import { ScriptError } from './interpreter/script-error.js';
import { compute } from './library/keras/recording/compute.js';
import { tellLastSteps } from './library/keras/recording/loop-curves.js';
import { exceptionText, isA } from './library/python/exceptions.js';
import { flushStreams } from './library/python/modules/stream.js';
import type { Recorder } from './recorder.js';
import { LineIndex } from './syntax/lines.js';
import { parse } from './syntax/parse.js';
import { str } from './values/value.js';

export { ScriptError } from './interpreter/script-error.js';

/**
 * Runs a program on numbers. Throws ScriptError for an exception that the program does not catch
 * and for what is not supported; Stopped where the host says so.
 */
export function run(text: string, file: string, host: Host, recorder: Recorder): void {
  const module = parse(text);
  const lines = new LineIndex(text);
  const [error] = module.errors;
  if (error) throw new ScriptError('SyntaxError', error.message, lines.lineAt(error.start) + 1, []);
  const interpreter = new Interpreter(
    host,
    recorder,
    () => lines,
    new Budget(undefined, Date.now, () => host.checkpoint()),
  );
  interpreter.module.variables.set('__file__', str(file));
  interpreter.module.file = file;
  interpreter.state('script file', () => file);
  // CPython closes a file that nobody holds any more: what a program wrote into one without closing it can be read.
  host.beforeReading = () => flushStreams(interpreter);
  try {
    executeBlock(interpreter, module.body, interpreter.module);
    tellLastSteps(interpreter, compute);
    flushStreams(interpreter);
  } catch (thrown) {
    if (thrown instanceof ScriptError || thrown instanceof Stopped || thrown instanceof Cancelled) throw thrown;
    const exception = interpreter.asPythonException(thrown);
    if (!exception) throw thrown;
    flushStreams(interpreter);
    end(exception, interpreter, lines);
  }
}

/** What a user does who meant Keras 2, and has said so nowhere. */
const chooseKeras2 =
  '. Keras 2 takes it: the setting layerscope.keras, `--keras 2` or a requirements.txt with tensorflow<2.16 beside the script chooses Keras 2.';

/** `sys.exit()` and `sys.exit(0)` end a program well; any other exception does not. */
function end(thrown: PythonException, interpreter: Interpreter, lines: LineIndex): void {
  const { exception } = thrown;
  const message = exceptionText(exception, interpreter) ?? '';
  if (isA(exception.class, 'SystemExit') && (message === '' || message === '0' || message === 'None')) return;
  const { advice } = thrown.details ?? {};
  const mend = typeof advice === 'string' ? `: ${advice}` : '';
  const choice = thrown.details?.['takenByKeras2'] && interpreter.host.kerasVersion === undefined ? chooseKeras2 : '';
  throw new ScriptError(
    exception.class.name,
    message + mend + choice,
    lines.lineAt(thrown.place.start) + 1,
    thrown.trace,
  );
}
