import type { Range } from '../syntax/tree.js';
import type { Interpreter } from './interpreter.js';
import type { PythonException } from './python-exception.js';

/** Tells the recorder of an exception that nothing catches, where it is a check's fault. */
export function reportFault(interpreter: Interpreter, exception: PythonException): void {
  if (exception.rule === undefined) return;
  const details = {
    message: interpreter.messageOf(exception),
    type: exception.exception.class.name,
    ...exception.details,
  };
  interpreter.recorder.fault({ rule: exception.rule, range: exception.range, details });
}

/** Says that not all of the program was followed. */
export function reportBudget(interpreter: Interpreter, range: Range): void {
  tellBudget(
    interpreter,
    range,
    'This takes more steps than are followed while you type: what it computes is shown as unknown. A run is not limited.',
  );
}

/** Says that not all rounds of a loop were followed. */
export function reportLongLoop(interpreter: Interpreter, range: Range): void {
  tellBudget(
    interpreter,
    range,
    'This loop takes more steps than are followed while you type: what stays as it is from round to round, such as shapes, is known; what changes is shown as unknown. A run is not limited.',
  );
}

function tellBudget(interpreter: Interpreter, range: Range, message: string): void {
  interpreter.recorder.fault({ rule: 'budget', range, details: { message } });
}
