import { findModule } from '../library/index.js';
import type { Alias, Import, ImportFrom } from '../syntax/tree.js';
import { unknown, type Value } from '../values/value.js';
import { findAttribute } from './attributes.js';
import type { Interpreter } from './interpreter.js';
import type { Scope } from './scope.js';

/** `import a.b`, `import a.b as c`. A module that the library does not have is Unknown until it is used. */
export function executeImport(interpreter: Interpreter, node: Import, scope: Scope): void {
  for (const alias of node.names) {
    interpreter.range = alias;
    const [top = ''] = alias.name.split('.');
    bindAlias(interpreter, alias, alias.as ?? top, moduleNamed(alias.as ? alias.name : top), scope);
  }
}

/** `from a.b import c as d`, `from a.b import *`. */
export function executeImportFrom(interpreter: Interpreter, node: ImportFrom, scope: Scope): void {
  const module =
    node.level > 0
      ? unknown('modules of the workspace are not read yet', `${'.'.repeat(node.level)}${node.module}`)
      : moduleNamed(node.module);
  for (const alias of node.names) {
    interpreter.range = alias;
    if (alias.name === '*') importAll(interpreter, module, scope);
    else bindAlias(interpreter, alias, alias.as ?? alias.name, memberOf(interpreter, module, alias.name), scope);
  }
}

function moduleNamed(name: string): Value {
  return findModule(name) ?? unknown('Layerscope does not know this module', name);
}

function memberOf(interpreter: Interpreter, module: Value, name: string): Value {
  const member = findAttribute(interpreter, module, name);
  if (member) return member;
  return interpreter.raise(
    'ImportError',
    `cannot import name '${name}' from '${module.kind === 'module' ? module.name : '?'}'`,
  );
}

function importAll(interpreter: Interpreter, module: Value, scope: Scope): void {
  if (module.kind !== 'module') return;
  for (const name of module.names()) {
    if (name.startsWith('_')) continue;
    const member = findAttribute(interpreter, module, name);
    if (member) interpreter.assign(scope, name, member);
  }
}

function bindAlias(interpreter: Interpreter, alias: Alias, name: string, value: Value, scope: Scope): void {
  interpreter.assign(scope, name, value);
  interpreter.recorder.binding(alias, name, value);
}
