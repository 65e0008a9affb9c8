import type { Analysis } from '../language/analysis.js';
import { defaultCallSignature } from '../language/layers/call-arguments.js';
import type { LayerDefinition } from '../language/layers/layer.js';
import { typeOf } from '../language/library/index.js';
import { isOwn } from '../language/program-files.js';
import type { Parameter } from '../language/syntax/tree.js';
import type { NativeFunction } from '../language/values/native-function.js';
import type { NativeType } from '../language/values/native-type.js';
import { signatureParts } from '../language/values/signature.js';
import type { ClassValue, FunctionValue, Value } from '../language/values/value.js';
import { attributeOf, definitionMeant, type Known, modelMeant } from './names.js';
import { documentationLink } from './wording.js';

/** What can be called, as its callers write it. */
export interface Callable {
  /** `layers.Dense` is called `Dense`, `model.fit` `fit`. */
  readonly name: string;
  readonly parameters: readonly CallParameter[];
  /** In one or two sentences, where there is a description. */
  readonly description?: string;
  /** Of a layer's constructor. */
  readonly definition?: LayerDefinition;
}

export interface CallParameter {
  readonly name: string;
  /** `activation=None`, `*args`. */
  readonly text: string;
  /** As Python writes it; undefined where it must be given. */
  readonly default: string | undefined;
  readonly style: 'plain' | 'positional-only' | 'keyword-only' | '*' | '**';
}

/** How something is called; undefined where that is not known, or says nothing (`*args, **kwargs`). */
export function callableOf(analysis: Analysis, known: Known): Callable | undefined {
  const found = describe(analysis, known);
  return found?.parameters.some(({ style }) => !style.startsWith('*')) || found?.definition ? found : undefined;
}

function describe(analysis: Analysis, known: Known): Callable | undefined {
  if (known.kind === 'value') return describeValue(analysis, known.value) ?? describeCall(analysis, known);
  return describeCall(analysis, known);
}

function describeValue(analysis: Analysis, value: Value): Callable | undefined {
  switch (value.kind) {
    case 'native':
      return native(value.function, 0);
    case 'function':
      return own(analysis, value, 0);
    case 'method':
      return value.function.kind === 'function' ? own(analysis, value.function, 1) : native(value.function.function, 1);
    case 'type':
      return constructor(value.type);
    case 'class':
      return ownConstructor(analysis, value);
    default:
      return undefined;
  }
}

/** A layer, a model or an object with `__call__`, called. */
function describeCall(analysis: Analysis, known: Known): Callable | undefined {
  if (known.kind === 'value' && (known.value.kind === 'type' || known.value.kind === 'class')) return undefined;
  const defined = attributeOf(analysis, known, 'call') ?? attributeOf(analysis, known, '__call__');
  const value = defined?.kind === 'value' ? defined.value : undefined;
  if (value?.kind === 'method' && value.function.kind === 'function') return own(analysis, value.function, 1);
  if (value?.kind === 'function') return own(analysis, value, 1);
  const model = modelMeant(known);
  if (model) return { name: modelTypes[model.kind], parameters: parametersIn(defaultCallSignature) };
  const definition = definitionMeant(known);
  if (definition)
    return {
      name: definition.name,
      parameters: parametersIn(definition.callSignature ?? defaultCallSignature),
      description: definition.description,
    };
  return undefined;
}

const modelTypes = { sequential: 'Sequential', functional: 'Model', subclass: 'Model' } as const;

/** What every layer takes beside its own arguments. */
const layerArguments = 'name=None, dtype=None, trainable=True';

function constructor(type: NativeType): Callable | undefined {
  const definition = definitionMeant({ kind: 'value', value: { kind: 'type', type } });
  if (definition) {
    const { name, signature, description } = definition;
    const parameters = parametersIn(signature).filter(({ style }) => style !== '**');
    const common = parametersIn(layerArguments).filter((each) => !parameters.some((own) => own.name === each.name));
    return { name, parameters: [...parameters, ...common], description, definition };
  }
  for (let t: NativeType | NativeType<never> | undefined = type; t; t = t.base)
    if (t.construct) return { ...native(t.construct, 0), name: type.name };
  return undefined;
}

function native({ name, signature }: NativeFunction, skipped: number): Callable {
  const parameters = parametersIn(signature).slice(skipped);
  return {
    name: name.slice(name.lastIndexOf('.') + 1),
    // What is taken by name and handed on says nothing beside parameters that are named.
    parameters: parameters.some(({ style }) => !style.startsWith('*'))
      ? parameters.filter(({ style }) => style !== '**')
      : parameters,
  };
}

function own(analysis: Analysis, { name, node, defaults }: FunctionValue, skipped: number): Callable {
  const textOf = (parameter: Parameter) => {
    const stars = parameter.style.startsWith('*') ? parameter.style : '';
    if (!parameter.default) return `${stars}${parameter.name}`;
    const value = defaultText(analysis, parameter, defaults);
    return `${parameter.name}=${value}`;
  };
  const parameters = node.parameters.slice(skipped).map(
    (parameter): CallParameter => ({
      name: parameter.name,
      text: textOf(parameter),
      default: parameter.default ? defaultText(analysis, parameter, defaults) : undefined,
      style: parameter.style,
    }),
  );
  return { name, parameters };
}

/** As the program writes it; of an imported file's function, whose text is not at hand, its value. */
function defaultText({ text }: Analysis, { name, default: written }: Parameter, defaults: ReadonlyMap<string, Value>) {
  if (written && isOwn(written)) return text.slice(written.start, written.end);
  const value = defaults.get(name);
  switch (value?.kind) {
    case 'none':
      return 'None';
    case 'int':
    case 'float':
      return String(value.value);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'str':
      return `'${value.value}'`;
    default:
      return '…';
  }
}

function ownConstructor(analysis: Analysis, type: ClassValue): Callable | undefined {
  const initialise = type.attributes.get('__init__');
  if (initialise?.kind === 'function') return { ...own(analysis, initialise, 1), name: type.name };
  for (const base of type.bases) {
    const found =
      base.kind === 'class'
        ? ownConstructor(analysis, base)
        : base.kind === 'type'
          ? constructor(base.type)
          : undefined;
    if (found) return { ...found, name: type.name };
  }
  return undefined;
}

const read = new Map<string, readonly CallParameter[]>();

/** The parameters of a signature in Python's spelling. */
export function parametersIn(signature: string): readonly CallParameter[] {
  let parameters = read.get(signature);
  if (!parameters) {
    parameters = parse(signature);
    read.set(signature, parameters);
  }
  return parameters;
}

function parse(signature: string): readonly CallParameter[] {
  let style: CallParameter['style'] = 'plain';
  let parameters: CallParameter[] = [];
  for (const text of signatureParts(signature)) {
    if (text === '/') {
      parameters = parameters.map((parameter) => ({ ...parameter, style: 'positional-only' }));
    } else if (text === '*') {
      style = 'keyword-only';
    } else if (text.startsWith('*')) {
      const stars = text.startsWith('**') ? '**' : '*';
      parameters.push({ name: text.slice(stars.length), text, default: undefined, style: stars });
      style = 'keyword-only';
    } else {
      const [name = '', value] = [
        text.split('=', 1)[0],
        text.includes('=') ? text.slice(text.indexOf('=') + 1) : undefined,
      ];
      // `...` says that the argument can be left out, not what it then is.
      const shown = value === '...' ? '…' : value;
      parameters.push({ name, text: shown === undefined ? name : `${name}=${shown}`, default: shown, style });
    }
  }
  return parameters;
}

/** The signature as Python writes it, and what is said of it. */
export function signatureMarkdown({ name, parameters, description, definition }: Callable): string {
  const signature = `\`\`\`python\n${name}(${parameters.map(({ text }) => text).join(', ')})\n\`\`\``;
  const lines = [signature, description, definition && documentationLink(definition.documentation)];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/** The type whose members something has. */
export function typeMeant(known: Known): NativeType | undefined {
  if (known.kind === 'made') return known.type;
  return known.kind === 'value' ? typeOf(known.value) : undefined;
}

/** Which parameter an argument is: by its keyword, else by its place. */
export function parameterAt(
  { parameters }: Callable,
  argument: { readonly position: number; readonly keyword: string | undefined },
): number | undefined {
  const { position, keyword } = argument;
  if (keyword !== undefined) {
    const named = parameters.findIndex(({ name, style }) => name === keyword && !style.startsWith('*'));
    if (named >= 0) return named;
    const others = parameters.findIndex(({ style }) => style === '**');
    return others < 0 ? undefined : others;
  }
  const rest = parameters.findIndex(({ style }) => style === '*');
  if (rest >= 0 && position >= rest) return rest;
  const parameter = parameters[position];
  return parameter && (parameter.style === 'plain' || parameter.style === 'positional-only') ? position : undefined;
}
