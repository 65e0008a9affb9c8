import { metricFor } from '../../../objectives/metrics/index.js';
import type { Metric } from '../../../objectives/metrics/metric.js';
import { Unsupported } from '../../../objectives/unsupported.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { MetricSpec } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { none, type ObjectValue, str, type Value } from '../../../values/value.js';
import { kerasModuleOf } from '../class-modules.js';
import type { Compiled } from '../compile.js';
import { dict } from '../history.js';
import { judged, logNames } from '../judging.js';
import { numbersOf, resultValue, updatedVariables } from '../metric-objects.js';
import type { ModelState } from '../model-objects.js';
import { type Choice, metricSpec, metricTypes, resolve } from '../objectives.js';
import { type JudgedPart, type JudgedValues, partsOf } from './compiled-losses.js';

/** A metric of `compile`, updated batch by batch. */
interface Kept {
  /** In the logs. */
  readonly key: string;
  /** Its own. */
  readonly name: string;
  readonly weighted: boolean;
  update(part: JudgedPart): void;
  result(): Value;
  reset(): void;
}

/** The metrics of `compile`, of a model whose steps the program takes itself. */
export class CompiledMetrics {
  private kept: readonly (readonly Kept[])[] | undefined;

  constructor(
    private readonly state: ModelState,
    private readonly compiled: Compiled,
    private readonly context: Context,
  ) {}

  update(batch: JudgedValues): void {
    const parts = partsOf(batch, this.state, this.compiled, this.context);
    if (!parts) {
      this.context.unknown('labels or predictions that are no tensors are not supported', 'compute_metrics');
      return;
    }
    this.kept ??= this.made(parts);
    this.kept.forEach((metrics, i) => {
      const part = parts[i];
      if (part) for (const metric of metrics) metric.update(part);
    });
  }

  result(): Value {
    return dict((this.kept ?? []).flat().map((metric) => [metric.key, metric.result()]));
  }

  /** Their own names, as Keras lists them: weighted ones last. */
  get names(): readonly string[] {
    const all = (this.kept ?? []).flat();
    return [...all.filter(({ weighted }) => !weighted), ...all.filter(({ weighted }) => weighted)].map(
      ({ name }) => name,
    );
  }

  reset(): void {
    for (const metric of (this.kept ?? []).flat()) metric.reset();
  }

  private made(parts: readonly (JudgedPart | undefined)[]): readonly (readonly Kept[])[] {
    const { model } = this.state;
    const { outputs, misfits } = judged(this.compiled, model);
    const misfit = misfits.find(({ argument }) => argument.endsWith('metrics'));
    if (misfit) this.context.raise('ValueError', misfit.keras);
    const names = logNames(this.compiled, model);
    return outputs.map(({ metrics, weightedMetrics }, i) => {
      const part = parts[i];
      if (!part) return [];
      const keys = names.outputs[i];
      return [
        ...metrics.map((choice, at) => this.keptOf(choice, keys?.metrics[at] ?? '', part, false)),
        ...weightedMetrics.map((choice, at) => this.keptOf(choice, keys?.weightedMetrics[at] ?? '', part, true)),
      ];
    });
  }

  private keptOf(choice: Choice | undefined, key: string, part: JudgedPart, weighted: boolean): Kept {
    const { context } = this;
    const named = { key, name: choice?.name ?? key, weighted };
    if (choice?.instance) return objectMetric(named, choice.instance, context);
    if (choice?.program) return functionMetric(named, choice.program.callee, context);
    const resolved = choice && resolve(choice, part.y.shape, part.prediction.shape);
    const spec =
      choice && resolved !== undefined ? metricSpec(choice, resolved, key) : 'a metric that is not one of Keras';
    if (typeof spec === 'string') {
      context.unknown(`${spec} is not supported`, key);
      throw new Error('a refused run goes on');
    }
    return new KerasMetric(named, spec, kindOf(spec, context), context);
  }
}

function kindOf(spec: MetricSpec, context: Context): Metric {
  try {
    return metricFor(spec);
  } catch (error) {
    if (error instanceof Unsupported) context.unknown(error.message, spec.key);
    throw error;
  }
}

type Named = Pick<Kept, 'key' | 'name' | 'weighted'>;

class KerasMetric implements Kept {
  readonly key: string;
  readonly name: string;
  readonly weighted: boolean;
  private variables: readonly TensorData[] | undefined;

  constructor(
    { key, name, weighted }: Named,
    readonly spec: MetricSpec,
    readonly kind: Metric,
    private readonly context: Context,
  ) {
    this.key = key;
    this.name = name;
    this.weighted = weighted;
  }

  update({ y, prediction, sampleWeight }: JudgedPart): void {
    const { context, spec } = this;
    const [target, output] = [y, prediction].map((value) => numbersOf(value, spec, context));
    const weights = this.weighted && sampleWeight ? numbersOf(sampleWeight, spec, context) : undefined;
    if (target && output) this.variables = updatedVariables(this, this.variables, { target, output, weights }, context);
  }

  result(): Value {
    const { kind, spec } = this;
    const empty = kind.state(spec, undefined).map(({ shape }): TensorData => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      return { dtype: 'float32', shape, data: new Float32Array(Number.isFinite(size) ? size : 0) };
    });
    return resultValue(kind.result(this.variables ?? empty, spec));
  }

  reset(): void {
    this.variables = undefined;
  }
}

/** A metric of a class of the program. */
function objectMetric(named: Named, metric: Value, context: Context): Kept {
  const call = (name: string, ...args: readonly Value[]) => context.call(context.getAttribute(metric, name), args);
  return {
    ...named,
    update({ y, prediction, sampleWeight }) {
      if (named.weighted && sampleWeight) call('update_state', y, prediction, sampleWeight);
      else call('update_state', y, prediction);
    },
    result: () => call('result'),
    reset() {
      call('reset_state');
    },
  };
}

/** The mean of what a function of the program gives. */
function functionMetric(named: Named, callee: Value, context: Context): Kept {
  const mean = meanNamed(named.name, context);
  const call = (name: string, ...args: readonly Value[]) => context.call(context.getAttribute(mean, name), args);
  return {
    ...named,
    update({ y, prediction, sampleWeight }) {
      const values = context.call(callee, [y, prediction]);
      if (named.weighted && sampleWeight) call('update_state', values, sampleWeight);
      else call('update_state', values);
    },
    result: () => call('result'),
    reset() {
      call('reset_state');
    },
  };
}

/** A `keras.metrics.Mean`. */
export function meanNamed(name: string, context: Context): Value {
  return context.call(
    { kind: 'type', type: metricTypes.get('Mean') as NativeType },
    [],
    new Map([['name', str(name)]]),
  );
}

/** As it stands among `model.metrics`. */
export const compiledMetricsType: NativeType<CompiledMetrics> = {
  name: 'CompileMetrics',
  module: 'keras.trainers',
  home: kerasModuleOf,
  attributes: { name: () => str('compile_metrics') },
  repr: () => '<CompileMetrics name=compile_metrics>',
  methods: {
    update_state: method('update_state', 'y_true, y_pred, sample_weight=None', (metrics, args) => {
      const [y, prediction, sampleWeight] = ['y_true', 'y_pred', 'sample_weight'].map((name) => args.get(name));
      metrics.update({ y, prediction, sampleWeight } as JudgedValues);
      return none;
    }),
    result: method('result', '', (metrics) => metrics.result()),
    reset_state: method('reset_state', '', (metrics) => {
      metrics.reset();
      return none;
    }),
  },
};

function method(
  name: string,
  signature: string,
  done: (metrics: CompiledMetrics, args: Parameters<NativeFunction['call']>[0]) => Value,
): NativeFunction {
  return {
    name: `CompileMetrics.${name}`,
    signature: signature ? `self, ${signature}` : 'self',
    shapesOnly: true,
    call: (args) => {
      const metrics = stateOf(args.get('self'), compiledMetricsType);
      return metrics ? done(metrics, args) : none;
    },
  };
}

export function compiledMetricsObject(metrics: CompiledMetrics): ObjectValue<CompiledMetrics> {
  return object(compiledMetricsType, metrics);
}
