import { lackOfModule } from '../library/keras/public-names.js';
import type { Alias, Import, ImportFrom } from '../syntax/tree.js';
import { type ModuleValue, unknown, type Value } from '../values/value.js';
import { findAttribute } from './attributes.js';
import type { Interpreter } from './interpreter.js';
import { refuseModule, refuseName } from './missing-names.js';
import { importModule, importSubmodule, isPartial, stopOf } from './program-modules.js';
import type { Scope } from './scope.js';

/** `import a.b`, `import a.b as c`. A module that nobody knows is Unknown until it is used. */
export function executeImport(interpreter: Interpreter, node: Import, scope: Scope): void {
  for (const alias of node.names) {
    interpreter.range = alias;
    const module = moduleNamed(interpreter, alias.name, 0, scope);
    const [top = '', ...rest] = alias.name.split('.');
    const bound = alias.as || rest.length === 0 ? module : moduleNamed(interpreter, top, 0, scope);
    bindAlias(interpreter, alias, alias.as ?? top, bound, scope);
  }
}

/** `from a.b import c as d`, `from a.b import *`. */
export function executeImportFrom(interpreter: Interpreter, node: ImportFrom, scope: Scope): void {
  interpreter.range = node;
  const module = moduleNamed(interpreter, node.module, node.level, scope);
  for (const alias of node.names) {
    interpreter.range = alias;
    if (alias.name === '*') importAll(interpreter, module, node, scope);
    else
      bindAlias(interpreter, alias, alias.as ?? alias.name, memberOf(interpreter, module, alias, node, scope), scope);
  }
}

function moduleNamed(interpreter: Interpreter, name: string, level: number, scope: Scope): Value {
  const module = importModule(interpreter, name, level, scope);
  if (level === 0) refuseModule(interpreter, name);
  return (
    module ??
    (level === 0
      ? unknown('Layerscope does not know this module', name)
      : unknown('there is no such module beside this file', `${'.'.repeat(level)}${name}`))
  );
}

function memberOf(interpreter: Interpreter, module: Value, alias: Alias, node: ImportFrom, scope: Scope): Value {
  const { name } = alias;
  const stopped = stopOf(interpreter, module);
  const dotted = node.module === '' ? name : `${node.module}.${name}`;
  // Of `from . import name` in a file that is no package's, the folder has no names but those of its files.
  if (module.kind === 'unknown' && node.level > 0 && node.module === '')
    return importModule(interpreter, name, node.level, scope) ?? module;
  if (module.kind === 'module' && node.level === 0 && !lackOfModule(node.module))
    refuseName(interpreter, module, name, node.module);
  const attribute = findAttribute(interpreter, module, name);
  if (attribute && attribute.kind !== 'unknown') return attribute;
  const member = importSubmodule(interpreter, module, dotted, node.level, scope) ?? attribute ?? stopped;
  if (member) return member;
  const from = module.kind === 'module' ? module.name : '?';
  const partial = isPartial(interpreter, module);
  return interpreter.raise(
    'ImportError',
    partial
      ? `cannot import name '${name}' from partially initialized module '${from}' (most likely due to a circular import) (${partial.path})`
      : `cannot import name '${name}' from '${from}'`,
  );
}

function importAll(interpreter: Interpreter, module: Value, node: ImportFrom, scope: Scope): void {
  if (module.kind !== 'module') {
    // Any name may come from there.
    const from = module.kind === 'unknown' ? module : unknown('it is no module');
    scope.module.openNames ??= unknown(`it may come from ${from.name ?? node.module}: ${from.reason}`);
    return;
  }
  for (const name of publicNames(interpreter, module)) {
    const dotted = node.module === '' ? name : `${node.module}.${name}`;
    const member =
      findAttribute(interpreter, module, name) ?? importSubmodule(interpreter, module, dotted, node.level, scope);
    if (member) interpreter.assign(scope, name, member);
  }
  if (module.get(unlisted)?.kind === 'unknown')
    scope.module.openNames ??= unknown(`it may come from ${module.name}, of which not all is known`);
}

/** No module has it: one that gives Unknown for it may have any other name too. */
const unlisted = '<unlisted>';

/** What `import *` brings: `__all__`, else what does not begin with an underscore. */
function publicNames(interpreter: Interpreter, module: ModuleValue): readonly string[] {
  const all = [...module.names()].includes('__all__') ? module.get('__all__') : undefined;
  const listed = all && all.kind !== 'unknown' ? interpreter.elements(all) : undefined;
  if (listed) return listed.flatMap((name) => (name.kind === 'str' ? [name.value] : []));
  return [...module.names()].filter((name) => !name.startsWith('_'));
}

function bindAlias(interpreter: Interpreter, alias: Alias, name: string, value: Value, scope: Scope): void {
  interpreter.assign(scope, name, value);
  interpreter.recorder.binding(alias, name, value);
}
