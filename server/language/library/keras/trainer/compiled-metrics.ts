import { metricFor } from '../../../objectives/metrics/index.js';
import type { Metric } from '../../../objectives/metrics/metric.js';
import { Unsupported } from '../../../objectives/unsupported.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { MetricSpec } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { none, type ObjectValue, str, type Value } from '../../../values/value.js';
import type { Compiled } from '../compile.js';
import { dict } from '../history.js';
import { judged, logNames } from '../judging.js';
import { numbersOf, resultValue, updatedVariables } from '../metric-objects.js';
import type { ModelState } from '../model-objects.js';
import { type Choice, metricSpec, metricTypes, resolve } from '../objectives.js';
import { type JudgedPart, type JudgedValues, partsOf } from './compiled-losses.js';

/** A metric of `compile`, updated batch by batch. */
interface Kept {
  readonly key: string;
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
    const parts = partsOf(batch, this.context);
    if (!parts) {
      this.context.unknown('labels or predictions that are no tensors are not supported', 'compute_metrics');
      return;
    }
    this.kept ??= this.made(parts);
    this.kept.forEach((metrics, i) => {
      for (const metric of metrics) metric.update(parts[i] as JudgedPart);
    });
  }

  result(): Value {
    return dict((this.kept ?? []).flat().map((metric) => [metric.key, metric.result()]));
  }

  /** As Keras lists them. */
  get names(): readonly string[] {
    return (this.kept ?? []).flat().map(({ key }) => key);
  }

  reset(): void {
    for (const metric of (this.kept ?? []).flat()) metric.reset();
  }

  private made(parts: readonly JudgedPart[]): readonly (readonly Kept[])[] {
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
    if (choice?.instance) return objectMetric(key, choice.instance, weighted, context);
    if (choice?.program) return functionMetric(key, choice.program.callee, weighted, context);
    const resolved = choice && resolve(choice, part.y.shape, part.prediction.shape);
    const spec =
      choice && resolved !== undefined ? metricSpec(choice, resolved, key) : 'a metric that is not one of Keras';
    if (typeof spec === 'string') {
      context.unknown(`${spec} is not supported`, key);
      throw new Error('a refused run goes on');
    }
    return new KerasMetric(key, spec, kindOf(spec, context), weighted, context);
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

class KerasMetric implements Kept {
  private variables: readonly TensorData[] | undefined;

  constructor(
    readonly key: string,
    readonly spec: MetricSpec,
    readonly kind: Metric,
    private readonly weighted: boolean,
    private readonly context: Context,
  ) {}

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
function objectMetric(key: string, metric: Value, weighted: boolean, context: Context): Kept {
  const call = (name: string, ...args: readonly Value[]) => context.call(context.getAttribute(metric, name), args);
  return {
    key,
    update({ y, prediction, sampleWeight }) {
      if (weighted && sampleWeight) call('update_state', y, prediction, sampleWeight);
      else call('update_state', y, prediction);
    },
    result: () => call('result'),
    reset() {
      call('reset_state');
    },
  };
}

/** The mean of what a function of the program gives. */
function functionMetric(key: string, callee: Value, weighted: boolean, context: Context): Kept {
  const mean = meanNamed(key, context);
  const call = (name: string, ...args: readonly Value[]) => context.call(context.getAttribute(mean, name), args);
  return {
    key,
    update({ y, prediction, sampleWeight }) {
      const values = context.call(callee, [y, prediction]);
      if (weighted && sampleWeight) call('update_state', values, sampleWeight);
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
  attributes: { name: () => str('compile_metrics') },
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
