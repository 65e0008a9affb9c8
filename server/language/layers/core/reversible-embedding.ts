import type { Dim } from '../../tensor/dim.js';
import { flag, setting } from '../arguments.js';
import type { InitializerSpec, LayerDefinition } from '../layer.js';
import { adapted } from '../lora.js';
import { scalar } from '../scalar.js';
import { embedding } from './embedding.js';

/** An embedding that can also go back: from vectors to a number for each word. */
export const reversibleEmbedding: LayerDefinition = {
  name: 'ReversibleEmbedding',
  config: { settings: () => ({ activity_regularizer: null }) },
  signature:
    "input_dim, output_dim, tie_weights=True, embeddings_initializer='uniform', embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False, reverse_dtype=None, logit_soft_cap=None, lora_rank=None, lora_alpha=None, quantization_config=None",
  description:
    'Looks up a learnt vector for each word; called with reverse=True it goes from vectors back to a number for each word, by the same weights unless tie_weights is off.',
  documentation: 'layers/core_layers/reversible_embedding/',
  callSignature: 'inputs, reverse=False',
  anyElementType: 'takes',
  configure(given) {
    const own = embedding.configure({
      get: (name) => (name === 'weights' ? null : given.get(name)),
      given: (name) => given.given(name),
    });
    return {
      ...own,
      tie_weights: flag(given, 'tie_weights'),
      logit_soft_cap: given.get('logit_soft_cap'),
    };
  },
  weights(args, inputs, given) {
    const own = embedding.weights?.(args, inputs, given) ?? [];
    if (args['tie_weights'] === undefined) return undefined;
    if (args['tie_weights'] === true) return own;
    const shape = [setting<Dim>(args, 'output_dim'), setting<Dim>(args, 'input_dim')];
    const initializer = setting<InitializerSpec>(args, 'embeddings_initializer');
    return [...own, { name: 'reverse_embeddings', shape, dtype: 'float32', trainable: true, initializer }];
  },
  call(args, inputs, weights, context) {
    const { graph, given } = context;
    const [x] = inputs;
    const reverse = given.get('reverse');
    if (!x) return [];
    if (reverse === false) return embedding.call(args, inputs, weights, context);
    if (reverse !== true) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const table = weights.get('reverse_embeddings') ?? adapted(graph, args, 'embeddings', weights);
    const tied = !weights.has('reverse_embeddings');
    const kernel = tied ? graph.one('Transpose', [table], { perm: { ints: [1, 0] } }) : table;
    const logits = graph.one('MatMul', [x, kernel]);
    const cap = args['logit_soft_cap'];
    if (typeof cap !== 'number') return [logits];
    const size = scalar(graph, cap, logits);
    return [graph.one('Mul', [graph.one('Tanh', [graph.one('Div', [logits, size])]), size])];
  },
};
