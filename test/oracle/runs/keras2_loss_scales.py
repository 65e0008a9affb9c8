"""LossScaleOptimizer in loops of the program's own, as Keras 2 has it; run with Keras 2.15."""

from ask import ask

PROGRAMS = {
    "a loop with scaled losses": """
import tensorflow as tf
from tensorflow.keras import mixed_precision

w = tf.Variable([1.0, 2.0])
optimizer = mixed_precision.LossScaleOptimizer(keras.optimizers.SGD(0.1), initial_scale=8.0, dynamic_growth_steps=3)
print(optimizer.dynamic, float(optimizer.initial_scale), optimizer.dynamic_growth_steps)

def step(factor):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w * w) * factor
        scaled_loss = optimizer.get_scaled_loss(loss)
    scaled_gradients = tape.gradient(scaled_loss, [w])
    gradients = optimizer.get_unscaled_gradients(scaled_gradients)
    optimizer.apply_gradients(zip(gradients, [w]))

for i, factor in enumerate([1.0, 1.0, 1.0, 1.0, float('inf'), 1.0, float('nan'), 1e39, 0.5, 0.5, 0.5]):
    step(factor)
    print(i, np.round(w.numpy(), 4).tolist(), float(optimizer.loss_scale), int(optimizer.dynamic_counter),
          int(optimizer.iterations))
""",
    "a scale that stays": """
import tensorflow as tf
from tensorflow.keras import mixed_precision

w = tf.Variable([1.0, 2.0])
optimizer = mixed_precision.LossScaleOptimizer(keras.optimizers.SGD(0.1), dynamic=False, initial_scale=1024)
with tf.GradientTape() as tape:
    scaled = optimizer.get_scaled_loss(tf.reduce_sum(w * w))
print(float(scaled), optimizer.dynamic, optimizer.dynamic_counter, optimizer.dynamic_growth_steps)
optimizer.apply_gradients(zip(optimizer.get_unscaled_gradients(tape.gradient(scaled, [w])), [w]))
print(np.round(w.numpy(), 4).tolist(), float(optimizer.loss_scale))
""",
    "a fit leaves out batches whose gradients are not finite": """
from tensorflow.keras import mixed_precision

rates = keras.optimizers.schedules.ExponentialDecay(0.1, 4, 0.5)
for inner, growth in [(keras.optimizers.SGD(rates, momentum=0.9), 4), (keras.optimizers.Adam(0.01), 2000)]:
    optimizer = mixed_precision.LossScaleOptimizer(inner, initial_scale=64.0, dynamic_growth_steps=growth)
    model = regression()
    model.compile(optimizer, 'mse')
    given = x.copy()
    given[13] = np.nan
    given[27] = 1e30
    model.fit(given, y, batch_size=5, epochs=2, shuffle=False, verbose=0)
    print(int(optimizer.iterations), float(optimizer.loss_scale), int(optimizer.dynamic_counter))
    print([np.round(w, 4).tolist() for w in model.get_weights()])
""",
}

ask(PROGRAMS)
