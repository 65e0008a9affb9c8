import { lackIn } from '../library/index.js';
import { takenByKeras2 } from '../library/keras/faults.js';
import { type Lack, lackOfModule } from '../library/keras/public-names.js';
import type { ModuleValue } from '../values/value.js';
import type { Interpreter } from './interpreter.js';

/** Refuses to import a module that Keras 3 surely does not have. True: it was said, and the program is read by what it meant. */
export function refuseModule(interpreter: Interpreter, spelled: string): boolean {
  const lack = interpreter.host.kerasVersion === 2 ? undefined : lackOfModule(spelled);
  if (!lack) return false;
  const { missing } = lack;
  const problem = lack.once ? `Keras 3 has no module \`${missing}\`` : `there is no module \`${missing}\``;
  refuse(interpreter, lack, 'ModuleNotFoundError', `No module named '${missing}'`, problem);
  return true;
}

/** Whether a module of Keras 3 surely does not have a name. */
export function isMissing(interpreter: Interpreter, module: ModuleValue, name: string): boolean {
  return interpreter.host.kerasVersion !== 2 && lackIn(module, name) !== undefined;
}

/** Refuses a name that a module of Keras 3 surely does not have. `spelled`: where it was imported from; else it is read as an attribute. */
export function refuseName(interpreter: Interpreter, module: ModuleValue, name: string, spelled?: string): void {
  const lack = interpreter.host.kerasVersion === 2 ? undefined : lackIn(module, name, spelled);
  if (!lack) return;
  const from = spelled ?? module.name;
  const [type, keras] =
    spelled === undefined
      ? ['AttributeError', `module '${from}' has no attribute '${name}'`]
      : ['ImportError', `cannot import name '${name}' from '${from}'`];
  const problem = lack.once ? `Keras 3 has no \`${name}\` in \`${from}\`` : `\`${from}\` has no \`${name}\``;
  refuse(interpreter, lack, type as string, keras as string, problem, name);
}

function refuse(
  interpreter: Interpreter,
  { once, advice, suggestion }: Lack,
  type: string,
  keras: string,
  problem: string,
  value?: string,
): void {
  const mend = advice ?? (suggestion === undefined ? undefined : `did you mean \`${suggestion}\`?`);
  if (interpreter.onNumbers || interpreter.tries > 0)
    interpreter.raise(type, keras, undefined, {
      ...(once ? takenByKeras2 : {}),
      ...(mend === undefined ? {} : { advice: mend }),
    });
  const message = `${problem}${advice === undefined ? '' : `: ${advice}`}`;
  const rule = once ? 'older-name' : 'missing-name';
  interpreter.recorder.fault({ rule, range: interpreter.range, details: { value, suggestion, message } });
}
