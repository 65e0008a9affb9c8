"""Gradients through layers that loop, by `tf.GradientTape`."""

from ask import ask

LOOP = """
import tensorflow as tf

x = np.sin(np.arange(8 * 5 * 4) * 0.7).reshape(8, 5, 4).astype('float32')
labels = np.arange(8) % 2


def train(layer):
    model = keras.Sequential([keras.Input([5, 4]), layer, layers.Dense(2)])
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    optimizer = keras.optimizers.Adam(0.01)
    for step in range(3):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(x, training=True))
            loss = tf.reduce_mean(losses)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        print(step, f'{float(loss):.4f}', [f'{float(tf.norm(g)):.3f}' for g in gradients])
"""

ask(
    {
        "an LSTM": LOOP + "train(layers.LSTM(3))",
        "a GRU over masked steps": LOOP
        + """
x[:, 3:] = 0
train(layers.RNN(layers.GRUCell(3)))
""",
        "both directions": LOOP + "train(layers.Bidirectional(layers.LSTM(3), backward_layer=layers.LSTM(3, go_backwards=True)))",
        "a SimpleRNN with all its states": LOOP
        + """
model = keras.Sequential([layers.SimpleRNN(3, return_sequences=True), layers.Flatten()])
train(model)
""",
    }
)
