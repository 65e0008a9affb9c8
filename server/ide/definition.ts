import type { Surroundings } from '../language/analyse.js';
import type { Analysis } from '../language/analysis.js';
import { isOwn } from '../language/program-files.js';
import type {
  Attribute,
  ClassDefinition,
  ImportFrom,
  Module,
  Node,
  Range,
  Statement,
} from '../language/syntax/tree.js';
import type { Value } from '../language/values/value.js';
import { attributesOf } from './attributes.js';
import { boundIn } from './bound-places.js';
import { contains } from './document.js';
import { attributeOf, layerMeant, meaningOf, scopesAt } from './names.js';
import { nodePath } from './node-path.js';
import { type Occurrence, occurrences } from './occurrences.js';
import { pathOf } from './paths.js';
import { statements } from './statements.js';

/** Where what stands at a place is defined; ranges of imported files count as theirs do (`ImportedFiles.fileOf`). Empty where that is not known. */
export function definitions(analysis: Analysis, offset: number, surroundings: Surroundings = {}): readonly Range[] {
  const path = nodePath(analysis.module, offset);
  const [node] = path;
  if (!node) return [];
  if (node.kind === 'String') return layerNamed(analysis, path);
  if (node.kind === 'Attribute' && offset >= node.nameStart) return ofAttribute(analysis, node, surroundings);
  const all = occurrences(analysis.module);
  const here = all.find(({ start, end }) => start <= offset && offset <= end);
  return here ? ofName(analysis, here, all, surroundings) : [];
}

/** The binding that a name has at its place: the last one above, not in its own statement, else the first below. */
function ofName(
  analysis: Analysis,
  here: Occurrence,
  all: readonly Occurrence[],
  surroundings: Surroundings,
): readonly Range[] {
  const bindings = all.filter(({ variable, isBinding }) => isBinding && variable === here.variable);
  const own = here.isBinding ? here : undefined;
  const statement = innermost(analysis.module.body, here.start);
  const above = bindings.filter(
    ({ start }) =>
      start < here.start && !(statement && contains(statement, { start, end: start }) && !isBlock(statement)),
  );
  const found = own ?? above.at(-1) ?? bindings[0];
  if (!found) return [];
  const imported = found.statement && importedPlace(found.statement, found.name, surroundings);
  return [imported ?? found];
}

/** The innermost statement around a place. */
function innermost(body: readonly Statement[], offset: number): Statement | undefined {
  let found: Statement | undefined;
  for (const statement of statements(body)) if (statement.start <= offset && offset <= statement.end) found = statement;
  return found;
}

/** What it binds in its head is bound in its body. */
function isBlock({ kind }: Statement): boolean {
  return kind === 'For' || kind === 'With' || kind === 'Function' || kind === 'Class' || kind === 'Match';
}

/** Where a name that an import binds is defined, in the files of the workspace. */
function importedPlace(statement: Statement, name: string, surroundings: Surroundings, depth = 0): Range | undefined {
  if (statement.kind === 'Import') {
    const alias = statement.names.find((each) => (each.as ?? each.name.split('.', 1)[0]) === name);
    const dotted = alias?.as ? alias.name : name;
    return alias && startOf(moduleOf(dotted, 0, surroundings)?.module);
  }
  if (statement.kind !== 'ImportFrom') return undefined;
  const alias = statement.names.find((each) => (each.as ?? each.name) === name);
  return alias && memberPlace(statement, alias.name, surroundings, depth);
}

function memberPlace(from: ImportFrom, name: string, surroundings: Surroundings, depth: number): Range | undefined {
  const found = moduleOf(from.module, from.level, surroundings);
  const place = found && placeIn(found.module, name, { ...surroundings, file: found.path }, depth);
  const dotted = from.module === '' ? name : `${from.module}.${name}`;
  return place ?? startOf(moduleOf(dotted, from.level, surroundings)?.module);
}

/** Files that hand a name on are followed this far. */
const longestChain = 8;

function placeIn(module: Module, name: string, surroundings: Surroundings, depth: number): Range | undefined {
  const found = [...statements(module.body)]
    .filter((statement) => !isInner(module, statement))
    .flatMap((statement) => boundIn(statement).map((place) => ({ ...place, statement })))
    .findLast((place) => place.name === name);
  if (!found) return undefined;
  const further = depth < longestChain ? importedPlace(found.statement, name, surroundings, depth + 1) : undefined;
  return further ?? found.range;
}

/** Of a function or a class. */
function isInner({ body }: Module, statement: Statement): boolean {
  return body.some(
    (outer) =>
      outer !== statement && (outer.kind === 'Function' || outer.kind === 'Class') && contains(outer, statement),
  );
}

function moduleOf(
  name: string,
  level: number,
  { readModule, imported, file }: Surroundings,
): { readonly module: Module; readonly path: string } | undefined {
  const found = readModule?.(name, level, file);
  return found && imported && { module: imported.file(found.path).read(found.text), path: found.path };
}

function startOf(module: Module | undefined): Range | undefined {
  return module && { start: module.start, end: module.start };
}

/** `self.dense`: where the class sets it; a method; a member of a module of the workspace. */
function ofAttribute(analysis: Analysis, node: Attribute, surroundings: Surroundings): readonly Range[] {
  const own = classAround(analysis, node);
  if (own && node.object.kind === 'Name') {
    const places = attributesOf(own, node.name);
    const set = places.find(({ isBinding }) => isBinding);
    if (set && places.some(({ start }) => start === node.nameStart)) return [set];
  }
  const object = pathOf(node.object);
  const known = object && meaningOf(analysis, object);
  if (!known) return [];
  const member = attributeOf(analysis, known, node.name);
  const place = member?.kind === 'value' ? definedAt(member.value) : undefined;
  if (place) return [place];
  if (known.kind !== 'value' || known.value.kind !== 'module') return [];
  const path = known.value.get('__file__');
  const file = path?.kind === 'str' ? surroundings.imported?.file(path.value) : undefined;
  const found =
    file?.module && path?.kind === 'str' && placeIn(file.module, node.name, { ...surroundings, file: path.value }, 0);
  return found ? [found] : [];
}

function classAround(analysis: Analysis, { start }: Range): ClassDefinition | undefined {
  return scopesAt(analysis, start).findLast((scope) => scope.kind === 'Class');
}

/** The name of a function or a class of the program. */
function definedAt(value: Value): Range | undefined {
  const of = value.kind === 'method' ? value.function : value;
  const node: Range | undefined = of.kind === 'function' ? of.node : of.kind === 'class' ? of.node : undefined;
  if (!node) return undefined;
  if ('nameStart' in node && 'name' in node && typeof node.nameStart === 'number' && typeof node.name === 'string')
    return { start: node.nameStart, end: node.nameStart + node.name.length };
  return node;
}

/** `get_layer("head")`: the call that makes the layer. */
function layerNamed(analysis: Analysis, [node, call]: readonly Node[]): readonly Range[] {
  if (node?.kind !== 'String' || call?.kind !== 'Call') return [];
  const path = pathOf(call);
  const asked = path?.steps.at(-2);
  if (!path || asked?.kind !== 'attribute' || asked.name !== 'get_layer') return [];
  const known = meaningOf(analysis, path);
  const layer = known && layerMeant(known);
  return layer && isOwn(layer.range) ? [layer.range] : [];
}
