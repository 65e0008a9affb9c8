import { activations } from '../language/layers/activations.js';
import { findModule } from '../language/library/index.js';
import { snakeCase } from '../language/model/names.js';
import {
  constraintWords,
  initializerWords,
  lossWords,
  metricWords,
  optimizerWords,
  regularizerWords,
} from './choice-words.js';
import type { ChoiceKind } from './choices.js';
import { parametersIn } from './signatures.js';
import { documentationLink } from './wording.js';

/** What a name given as a string stands for, in Markdown: what it computes, the settings it then has, where Keras documents it. */
export function describeChoice(kind: ChoiceKind, name: string): string | undefined {
  if (kind === 'activation') return describeActivation(name);
  const { module, words, page } = tables[kind];
  const type = classNamed(module, name);
  if (!type) return undefined;
  const entry = words[snakeCase(type.name)] ?? words[type.name.toLowerCase()];
  const settings = parametersIn(type.signature)
    .filter(({ name: setting, default: value }) => value !== undefined && !hidden.has(setting))
    .map(({ text }) => text);
  const lines = [
    `**${type.name}**`,
    entry?.[0],
    settings.length ? `Settings: \`${settings.join(', ')}\`` : undefined,
    documentationLink(page(entry?.[1] ?? '', type.name)),
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

function describeActivation(name: string): string | undefined {
  const activation = activations.get(name);
  if (!activation) return undefined;
  const parameters = Object.entries(activation.parameters ?? {}).map(([key, value]) => `${key}=${value}`);
  const lines = [
    `**${activation.name}**`,
    `\`f(x) = ${activation.formula}\``,
    parameters.length ? `Settings: \`${parameters.join(', ')}\`` : undefined,
    documentationLink(`layers/activations/#${anchor(activation.name)}-function`),
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/** Settings that every object of a kind has. */
const hidden: ReadonlySet<string> = new Set([
  ...['name', 'dtype', 'seed', 'reduction', 'weight_decay', 'clipnorm', 'clipvalue', 'global_clipnorm', 'use_ema'],
  ...['ema_momentum', 'ema_overwrite_frequency', 'loss_scale_factor', 'gradient_accumulation_steps'],
]);

/** What a name computes, and the part of the documentation that it is in where there are several. */
export type Words = Readonly<Record<string, readonly [words: string, page?: string]>>;

interface Table {
  readonly module: string;
  readonly words: Words;
  page(part: string, type: string): string;
}

const tables: Readonly<Record<Exclude<ChoiceKind, 'activation'>, Table>> = {
  loss: {
    module: 'keras.losses',
    words: lossWords,
    page: (part, type) => (part ? `losses/${part}/#${type.toLowerCase()}-class` : 'losses/'),
  },
  metric: {
    module: 'keras.metrics',
    words: metricWords,
    page: (part, type) => (part ? `metrics/${part}/#${type.toLowerCase()}-class` : 'metrics/'),
  },
  optimizer: { module: 'keras.optimizers', words: optimizerWords, page: (part) => `optimizers/${part}` },
  initializer: {
    module: 'keras.initializers',
    words: initializerWords,
    page: (_part, type) => `layers/initializers/#${type.toLowerCase()}-class`,
  },
  regularizer: {
    module: 'keras.regularizers',
    words: regularizerWords,
    page: (_part, type) => `layers/regularizers/#${type.toLowerCase()}-class`,
  },
  constraint: {
    module: 'keras.constraints',
    words: constraintWords,
    page: (_part, type) => `layers/constraints/#${type.toLowerCase()}-class`,
  },
};

/** Names that stand for others. */
const aliases: Readonly<Record<string, string>> = {
  bce: 'binary_crossentropy',
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  msle: 'mean_squared_logarithmic_error',
  kld: 'kl_divergence',
  acc: 'accuracy',
  zero: 'zeros',
  one: 'ones',
  normal: 'random_normal',
  uniform: 'random_uniform',
};

/** The class that a name in any spelling means. */
function classNamed(module: string, name: string): { readonly name: string; readonly signature: string } | undefined {
  const library = findModule(module);
  if (!library) return undefined;
  const wanted = (aliases[name.toLowerCase()] ?? name).replaceAll('_', '').toLowerCase();
  for (const member of library.names()) {
    const value = member.replaceAll('_', '').toLowerCase() === wanted ? library.get(member) : undefined;
    const construct = value?.kind === 'type' ? value.type.construct : undefined;
    if (value?.kind === 'type' && construct) return { name: value.type.name, signature: construct.signature };
  }
  return undefined;
}

function anchor(name: string): string {
  return name.toLowerCase();
}
