import { findModule } from '../library/index.js';
import type { ImportedText } from '../program-files.js';
import type { Module, Range } from '../syntax/tree.js';
import { list, type ModuleValue, str, type UnknownValue, unknown, type Value } from '../values/value.js';
import { executeBlock } from './execute.js';
import type { Interpreter } from './interpreter.js';
import type { PythonException } from './python-exception.js';
import type { Scope } from './scope.js';

/** So many files of a program are followed on shapes. */
const mostFiles = 200;

/** A module of the program: run once, by the first import that reaches it. */
export interface ProgramModule {
  readonly value: ModuleValue;
  readonly path: string;
  readonly isPackage: boolean;
  /** While it runs, it lacks what comes later in it: that is how modules that import each other find each other. */
  isRunning: boolean;
  /** What ended it: each further import raises it again. */
  exception: PythonException | undefined;
  /** Why it has not run to its end, where that was no exception. */
  stopped: UnknownValue | undefined;
}

/** The modules of one run, by their files. */
export interface ProgramModules {
  readonly byPath: Map<string, ProgramModule>;
  readonly byValue: Map<Value, ProgramModule>;
}

export function programModules(interpreter: Interpreter): ProgramModules {
  return interpreter.state('program modules', () => ({ byPath: new Map(), byValue: new Map() }));
}

/**
 * The module of a dotted name, with the packages above it, all of them run. Undefined where nobody knows the
 * first part of the name; ModuleNotFoundError where a package that is known lacks the rest.
 */
export function importModule(interpreter: Interpreter, name: string, level: number, scope: Scope): Value | undefined {
  const [top = '', ...rest] = name.split('.');
  if (level === 0 && findModule(top)) return findModule(name);
  const from = scope.module.file;
  let module = load(interpreter, top, level, from, scope);
  let dotted = top;
  for (const part of rest) {
    if (!module) return undefined;
    dotted += `.${part}`;
    const child = importSubmodule(interpreter, module, dotted, level, scope);
    if (!child) return interpreter.raise('ModuleNotFoundError', `No module named '${dotted}'`);
    module = child;
  }
  return module;
}

/** A module inside a package of the program, which becomes the package's attribute; undefined where there is none. */
export function importSubmodule(
  interpreter: Interpreter,
  parent: Value,
  dotted: string,
  level: number,
  scope: Scope,
): Value | undefined {
  if (parent.kind === 'unknown') return parent;
  const known = programModules(interpreter).byValue.get(parent);
  if (!known?.isPackage) return undefined;
  const child = load(interpreter, dotted, level, scope.module.file, scope);
  if (child && child.kind === 'module') known.value.set?.(dotted.slice(dotted.lastIndexOf('.') + 1), child);
  return child;
}

/** Whether a module of the program lacks names only because it has not run to its end. */
export function stopOf(interpreter: Interpreter, module: Value): UnknownValue | undefined {
  return programModules(interpreter).byValue.get(module)?.stopped;
}

export function isPartial(interpreter: Interpreter, module: Value): ProgramModule | undefined {
  const known = programModules(interpreter).byValue.get(module);
  return known?.isRunning ? known : undefined;
}

function load(
  interpreter: Interpreter,
  name: string,
  level: number,
  from: string | undefined,
  scope: Scope,
): Value | undefined {
  const found = interpreter.host.readModule?.(name, level, from);
  if (!found) return undefined;
  const { byPath, byValue } = programModules(interpreter);
  const existing = byPath.get(found.path);
  if (existing) {
    if (existing.exception) throw existing.exception;
    return existing.value;
  }
  if (!interpreter.onNumbers && byPath.size >= mostFiles)
    return unknown(`more than ${mostFiles} files of the program are not followed`, name);
  const made = makeModule(interpreter, found, level === 0 ? name : absoluteName(name, level, scope));
  byPath.set(found.path, made);
  byValue.set(made.value, made);
  runModule(interpreter, made, found.text);
  return made.value;
}

function makeModule(interpreter: Interpreter, { path, isPackage }: ImportedText, name: string): ProgramModule {
  const scope = interpreter.moduleScope();
  scope.set('__name__', str(name));
  scope.set('__file__', str(path));
  scope.set('__package__', str(isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')))));
  if (isPackage) scope.set('__path__', list([str(path)]));
  scope.file = path;
  const value: ModuleValue = {
    kind: 'module',
    name,
    get: (member) => scope.get(member) ?? stopOf(interpreter, value) ?? scope.openNames,
    set: (member, changed) => interpreter.assign(scope, member, changed),
    names: () => [...scope.names()],
  };
  scopes.set(value, scope);
  return { value, path, isPackage, isRunning: true, exception: undefined, stopped: undefined };
}

const scopes = new WeakMap<ModuleValue, Scope>();

/** Runs a module's text from the beginning, as if nothing were around the import that asks for it. */
function runModule(interpreter: Interpreter, module: ProgramModule, text: string): void {
  const scope = scopes.get(module.value) as Scope;
  const tree = interpreter.imported.file(module.path).read(text);
  const { journal, tries, possibleLeave, range, argumentRanges, frames } = interpreter;
  const depth = frames.length;
  const handled = interpreter.handled.splice(0);
  frames.push({
    name: '<module>',
    node: scope,
    scope,
    caller: range,
    result: undefined,
    possibleResults: [],
  });
  // It runs once, whatever condition the import stands under, and a `try` around the import is not one in it.
  interpreter.journal = undefined;
  interpreter.tries = 0;
  try {
    refuseBroken(interpreter, tree);
    executeBlock(interpreter, tree.body, scope);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    module.exception = exception;
    if (exception) reportFailure(interpreter, module, exception, tries, range);
    else module.stopped = unknown('its module was not followed to its end');
    throw exception ?? error;
  } finally {
    module.isRunning = false;
    frames.length = depth;
    interpreter.journal = journal;
    interpreter.tries = tries;
    interpreter.possibleLeave = possibleLeave;
    interpreter.range = range;
    interpreter.argumentRanges = argumentRanges;
    interpreter.handled.push(...handled);
  }
}

/** Tells at the import of an exception that ended the module, where no `try` is there to catch it. */
function reportFailure(
  interpreter: Interpreter,
  { path }: ProgramModule,
  exception: PythonException,
  tries: number,
  range: Range,
): void {
  if (tries > 0) return;
  const file = path.slice(path.lastIndexOf('/') + 1);
  const text = interpreter.messageOf(exception);
  const type = exception.exception.class.name;
  const details = { file, line: interpreter.lineOf(exception.range), message: text === '' ? type : `${type}: ${text}` };
  interpreter.recorder.fault({ rule: 'import', range, details });
}

/** On shapes what is left of a broken file still has a meaning. */
function refuseBroken(interpreter: Interpreter, { errors }: Module): void {
  const [error] = errors;
  if (!error || !interpreter.onNumbers) return;
  interpreter.range = error;
  interpreter.raise('SyntaxError', error.message);
}

/** What a relative name is called from outside: a module below the package of the one that imports it. */
function absoluteName(name: string, level: number, scope: Scope): string {
  const own = scope.module.variables.get('__package__');
  const parts = own?.kind === 'str' && own.value !== '' ? own.value.split('.') : [];
  const above = parts.slice(0, Math.max(0, parts.length - level + 1));
  return [...above, ...(name === '' ? [] : [name])].join('.');
}
