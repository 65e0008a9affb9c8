import type { Analysis } from '../language/analysis.js';
import type { Expression, Node, Range } from '../language/syntax/tree.js';
import { argumentWords } from './argument-words.js';
import { choiceKind } from './choices.js';
import { describeLayer } from './descriptions.js';
import { contains } from './document.js';
import { describeChoice } from './named-choices.js';
import { layerMeant, meaningOf } from './names.js';
import { pathOf } from './paths.js';
import { type Callable, callableOf, parameterAt } from './signatures.js';

type Call = Extract<Expression, { kind: 'Call' }>;

/** What an argument's keyword means, or the string that is given for it: `activation=`, `"relu"`. `path` as of `nodePath`. */
export function argumentHover(
  analysis: Analysis,
  path: readonly Node[],
  offset: number,
): { readonly range: Range; readonly text: string } | undefined {
  const [node] = path;
  const at = path.findIndex(({ kind }) => kind === 'Call');
  const call = path[at];
  const argument = path[at - 1];
  if (!node || !argument || call?.kind !== 'Call' || contains(call.callee, node)) return undefined;
  const keyword = argument.kind === 'Keyword' ? argument : undefined;
  const callable = calleeOf(analysis, call);
  const place =
    callable &&
    parameterAt(callable, {
      position: call.positional.findIndex((each) => each === argument),
      keyword: keyword?.name,
    });
  const parameter = place === undefined ? undefined : callable?.parameters[place];
  if (!callable || !parameter) return undefined;
  if (node === keyword) {
    const end = keyword.start + (keyword.name?.length ?? 0);
    if (keyword.name === undefined || offset > end) return undefined;
    return { range: { start: keyword.start, end }, text: describeArgument(callable, parameter) };
  }
  if (node.kind !== 'String' || !isGiven(path.slice(0, at))) return undefined;
  const text = describeString(analysis, callable, parameter.name, node.value, call);
  return text === undefined ? undefined : { range: node, text };
}

function calleeOf(analysis: Analysis, { callee }: Call): Callable | undefined {
  const path = pathOf(callee);
  const known = path && meaningOf(analysis, path);
  return known && callableOf(analysis, known);
}

function describeArgument(callable: Callable, parameter: Callable['parameters'][number]): string {
  const { name, default: value, style } = parameter;
  const lines = [
    `\`${name}\` of ${callable.name}`,
    argumentWords(callable, name),
    value === undefined ? (style.startsWith('*') ? undefined : 'Must be given.') : `Default: \`${value}\``,
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/** Itself an argument, or in a list or among the values of a dict. */
function isGiven(path: readonly Node[]): boolean {
  return path.every((node, i) => {
    const below = path[i - 1];
    if (node.kind === 'Dict') return node.entries.some(({ value }) => value === below);
    return node.kind === 'String' || node.kind === 'List' || node.kind === 'Tuple' || node.kind === 'Keyword';
  });
}

function describeString(
  analysis: Analysis,
  callable: Callable,
  argument: string,
  value: string,
  call: Call,
): string | undefined {
  if (callable.name === 'get_layer') {
    const path = pathOf(call);
    const known = path && meaningOf(analysis, path);
    const layer = known && layerMeant(known);
    return layer && describeLayer(layer);
  }
  const kind = choiceKind(callable, argument);
  return kind && describeChoice(kind, value);
}
