import { show } from '../../layers/arguments.js';
import type { GivenArguments, PlainObject, PlainValue } from '../../layers/layer.js';
import type { Layer } from '../../model/model.js';
import type { Dim } from '../../tensor/dim.js';
import { isStatic, type MaybeShape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { sizeOf } from '../../values/sizes.js';
import type { TensorValue, Value } from '../../values/value.js';
import { nestedTexts } from '../numpy/nested-texts.js';
import { configuredObject } from './configured.js';
import { imageDataFormat } from './image-data-format.js';
import { ownInitializer } from './own-initializer.js';
import { ownRule } from './own-rule.js';

/** A value as plain data; undefined where it is not known or has no plain form. */
export function plain(value: Value): PlainValue | undefined {
  switch (value.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
      return value.value;
    case 'tuple':
      return allPlain(value.elements);
    case 'list':
      return value.rest ? undefined : allPlain(value.elements);
    case 'dtype':
      return value.dtype;
    case 'native':
      return { symbol: value.function.name.slice(value.function.name.lastIndexOf('.') + 1) };
    case 'type':
      return { symbol: value.type.name };
    case 'tensor':
      return plainArray(value);
    case 'object':
    case 'instance': {
      const layer = heldLayer(value);
      if (layer) return { symbol: layer.definition.name, layer };
      const texts = nestedTexts(value);
      if (texts) return nested(texts.texts, texts.shape);
      return value.kind === 'object' ? configuredObject(value) : undefined;
    }
    default:
      return undefined;
  }
}

/** The layer that a value is, or that a model is inside another: told by its state, whatever its class. */
export function heldLayer(value: Value): Layer | undefined {
  const target = value.kind === 'instance' ? value.native : value;
  const state = target?.kind === 'object' ? target.state : undefined;
  if (typeof state !== 'object' || state === null) return undefined;
  if ('definition' in state && 'calls' in state) return state as Layer;
  return 'model' in state && 'layer' in state ? (state.layer as Layer) : undefined;
}

/** A call's arguments for a layer's `configure`. What is not known ends a run on numbers. */
export class PlainArguments implements GivenArguments {
  /** Arguments that Keras refuses: reported, and then taken as not known. */
  readonly refused = new Set<string>();

  get older(): boolean {
    return this.context.host.kerasVersion === 2;
  }

  constructor(
    private readonly args: Arguments,
    private readonly context: Context,
    private readonly owner: string,
  ) {}

  get(name: string): PlainValue | undefined {
    if (this.refused.has(name)) return undefined;
    const value = this.args.keywords.get(name) ?? this.args.get(name);
    const result =
      name === 'data_format' && value.kind === 'none'
        ? this.dataFormat()
        : (this.ownOption(name, value) ?? plain(value));
    if (result === undefined && this.context.host.mode === 'numbers') {
      const what =
        value.kind === 'unknown' ? value.reason : `Layerscope cannot use a ${describe(value)} as ${name}= yet`;
      this.context.unknown(what, `${this.owner}(${name}=…)`);
    }
    return result;
  }

  size(name: string): Dim | undefined {
    return this.refused.has(name) ? undefined : sizeOf(this.args.get(name));
  }

  given(name: string): boolean {
    return this.args.keywords.has(name) || this.args.given(name);
  }

  isNumpyNumber(name: string): boolean {
    if (this.refused.has(name) || this.context.host.kerasVersion === 2) return false;
    const value = this.args.keywords.get(name) ?? this.args.get(name);
    return value.kind === 'tensor' && value.library === 'numpy' && value.shape?.length === 0;
  }

  arrayShape(name: string): MaybeShape {
    const value = this.args.get(name);
    return value.kind === 'tensor' ? value.shape : undefined;
  }

  /** What the program computes itself for weights. */
  private ownOption(name: string, value: Value): PlainObject | undefined {
    return name.endsWith('_initializer') ? ownInitializer(value, this.context) : ownRule(name, value, this.context);
  }

  /** Left open: what the program has set for all layers. */
  private dataFormat(): PlainValue | undefined {
    return imageDataFormat(this.context);
  }
}

export { show };

/** The numbers of a tensor, axis by axis; undefined where they are not known. */
function plainArray({ shape, data, dtype }: TensorValue): PlainValue | undefined {
  if (!data || !isStatic(shape) || dtype === 'float16' || data.length === 0) return undefined;
  return nested(Array.from(data as ArrayLike<number | bigint>, Number), shape);
}

/** Elements in lists of lists, as a shape has them. */
function nested(elements: readonly PlainValue[], shape: readonly number[]): PlainValue | undefined {
  let rows = elements;
  for (const size of shape.slice(1).reverse()) {
    const flat = rows;
    rows = Array.from({ length: flat.length / size }, (_, i) => flat.slice(i * size, (i + 1) * size));
  }
  return shape.length === 0 ? rows[0] : rows;
}

function allPlain(elements: readonly Value[]): PlainValue[] | undefined {
  const values = elements.map(plain);
  return values.every((value) => value !== undefined) ? (values as PlainValue[]) : undefined;
}

function describe(value: Value): string {
  switch (value.kind) {
    case 'object':
      return value.type.name;
    case 'function':
      return `function of the program's own, ${value.name},`;
    case 'class':
      return `class of the program's own, ${value.name},`;
    case 'instance':
      return `${value.class.name}, a class of the program's own,`;
    default:
      return value.kind;
  }
}
