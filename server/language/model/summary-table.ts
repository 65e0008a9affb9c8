import type { Dim } from '../tensor/dim.js';
import type { Layer, LayerCall, Model, TensorSpec } from './model.js';
import { outputsOf, typeName } from './outputs.js';
import { countParameters, formatCount, memoryOf, modelWeights, weightsOf } from './parameters.js';

/** What Keras's `summary()` takes, and the optimiser's own weights once it has them. */
export interface SummaryOptions {
  readonly lineLength?: number;
  readonly showTrainable?: boolean;
  readonly expandNested?: boolean;
  readonly optimizer?: { readonly parameters: number; readonly bytes: number };
}

/** Columns of a terminal that says nothing of its width. */
const TERMINAL = 80;

/** Keras 3's table of a model, as `model.summary()` prints it on a terminal of 80 columns. */
export function summaryTable(model: Model, options: SummaryOptions = {}): string {
  const linear = isLinear(model);
  const header = ['Layer (type)', 'Output Shape', 'Param #', ...(linear ? [] : ['Connected to'])];
  let positions = linear ? [0.45, 0.8, 1] : [0.3, 0.56, 0.74, 1];
  let fullWidth = linear ? 88 : 108;
  if (options.showTrainable) {
    header.push('Trainable');
    positions = [...positions.map((position) => position * 0.9), 1];
    fullWidth += 12;
  }
  const width = options.lineLength ?? Math.min(fullWidth, TERMINAL - 4);
  const rows = model.layers.flatMap((layer) => rowsOf(model, layer, linear, options, 0));
  const alignment = header.map(
    (name) => (name === 'Param #' ? 'right' : name === 'Trainable' ? 'center' : 'left') as Alignment,
  );
  return `Model: "${model.name}"\n${drawTable(header, rows, columnWidths(positions, width), alignment)}${totals(model, options)}`;
}

type Alignment = 'left' | 'right' | 'center';

/** Contents' widths: Keras's share of each column, without the cell's padding that the table library adds and takes. */
function columnWidths(positions: readonly number[], lineLength: number): number[] {
  const widths: number[] = [];
  let current = 0;
  for (const position of positions) {
    const width = Math.trunc(position * lineLength) - current;
    widths.push(width);
    current += width;
  }
  const borders = widths.length + 1;
  const padded = widths.map((width) => width + 2);
  return shrink(padded, lineLength - borders).map((width) => width - 2);
}

/** Brings columns to a total width as the `rich` library does: each gives up an equal share of what is too much. */
function shrink(widths: readonly number[], total: number): number[] {
  let excess = widths.reduce((a, b) => a + b, 0) - total;
  return widths.map((width, i) => {
    const share = Math.min(width, roundHalfEven(excess / (widths.length - i)));
    excess -= share;
    return width - share;
  });
}

/** Python's `round`. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

function rowsOf(model: Model, layer: Layer, linear: boolean, options: SummaryOptions, level: number): string[][] {
  const weights = weightsOf(layer);
  const count = weights && countParameters(weights).total;
  const row = [
    `${level ? `${'   '.repeat(level)}└ ` : ''}${layer.name} (${typeName(layer)})`,
    shapeText(outputsOf(model, layer)),
    weights ? (count === undefined ? '?' : formatCount(count)) : model.uncertain ? '?' : '0 (unbuilt)',
  ];
  if (!linear) row.push(connections(model, layer));
  if (options.showTrainable) row.push(weights?.length ? trainableMark(layer) : '-');
  const inner = layer.model;
  const nested =
    options.expandNested && inner
      ? inner.layers.flatMap((each) => rowsOf(inner, each, linear, options, level + 1))
      : [];
  return [row, ...nested];
}

function shapeText(outputs: readonly TensorSpec[] | undefined): string {
  if (!outputs) return '?';
  const texts = outputs.map(({ shape }) => (shape ? `(${shape.map(dimText).join(', ')})` : '?'));
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}

export function dimText(dim: Dim): string {
  return typeof dim === 'number' ? String(dim) : 'None';
}

/** `dense[0][0]`: the layer, which of its calls, and which of that call's outputs. */
function connections(model: Model, layer: Layer): string {
  return connectionsOf(model, layer).join(', ') || '-';
}

export function connectionsOf(model: Model, layer: Layer): readonly string[] {
  const texts: string[] = [];
  for (const call of layer.calls) {
    if (!model.calls.includes(call)) continue;
    for (const { source } of [...call.inputs, ...(call.masks ?? [])]) {
      if (source)
        texts.push(`${source.call.layer.name}[${source.call.layer.calls.indexOf(source.call)}][${source.index}]`);
    }
  }
  return texts;
}

/** Whether each layer has one call, which takes what the one before gives. */
export function isLinear(model: Model): boolean {
  if (model.kind !== 'functional') return true;
  const layers = new Set<Layer>();
  return model.calls.every((call: LayerCall, i) => {
    const before = model.calls[i - 1];
    const single = call.inputs.length <= 1 && !layers.has(call.layer);
    layers.add(call.layer);
    return single && (i === 0 ? call.inputs.length === 0 : call.inputs[0]?.source?.call === before);
  });
}

function drawTable(
  header: readonly string[],
  rows: readonly string[][],
  widths: readonly number[],
  alignment: readonly Alignment[],
): string {
  const line = (left: string, fill: string, middle: string, right: string) =>
    `${left}${widths.map((width) => fill.repeat(width + 2)).join(middle)}${right}\n`;
  const cells = (row: readonly string[], bar: string) => {
    const wrapped = row.map((text, i) => wrap(text, widths[i] as number));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    let text = '';
    for (let y = 0; y < height; y += 1) {
      text += `${bar}${wrapped.map((lines, i) => ` ${align(lines[y] ?? '', widths[i] as number, alignment[i] as Alignment)} `).join(bar)}${bar}\n`;
    }
    return text;
  };
  const body = rows.map((row) => cells(row, '│')).join(line('├', '─', '┼', '┤'));
  const table = `${line('┏', '━', '┳', '┓')}${cells(header, '┃')}${line('┡', '━', '╇', '┩')}${body}${line('└', '─', '┴', '┘')}`;
  return table.replace(new RegExp(`^(.{${TERMINAL}}).+$`, 'gm'), '$1');
}

function align(text: string, width: number, alignment: Alignment): string {
  if (alignment === 'right') return text.padStart(width);
  if (alignment === 'left') return text.padEnd(width);
  const left = Math.floor((width - text.length) / 2);
  return ' '.repeat(Math.max(0, left)) + text.padEnd(width - Math.max(0, left));
}

/** Breaks text at spaces into lines of at most `width`; a longer word ends in `…`. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\s*\S+\s*/g) ?? ['']) {
    if (line && line.length + word.trimEnd().length > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  lines.push(line.trimEnd());
  return lines.map((each) => (each.length > width ? `${each.slice(0, width - 1)}…` : each));
}

function trainableMark({ trainable }: Layer): string {
  return trainable === undefined ? '?' : trainable ? 'Y' : 'N';
}

function totals(model: Model, { optimizer }: SummaryOptions): string {
  const weights = modelWeights(model);
  const trainable = weights.filter((owned) => owned.trainable);
  const fixed = weights.filter((owned) => !owned.trainable);
  const counts = countParameters(weights);
  const line = (name: string, count: number | undefined, bytes: number) =>
    ` ${name}: ${count === undefined || model.uncertain ? '?' : `${formatCount(count)} (${readableMemory(bytes)})`}\n`;
  const total = counts.total === undefined ? undefined : counts.total + (optimizer?.parameters ?? 0);
  return (
    line('Total params', total, memoryOf(weights) + (optimizer?.bytes ?? 0)) +
    line('Trainable params', counts.trainable, memoryOf(trainable)) +
    line('Non-trainable params', counts.nonTrainable, memoryOf(fixed)) +
    (optimizer ? line('Optimizer params', optimizer.parameters, optimizer.bytes) : '')
  );
}

/** `1.02 MB`, by powers of 1024. */
export function readableMemory(bytes: number, smallest = 'B'): string {
  const units = [smallest, 'KB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  for (const unit of units) {
    if (size / 1024 < 1) return `${size.toFixed(2)} ${unit}`;
    size /= 1024;
  }
  return `${size.toFixed(2)} PB`;
}
