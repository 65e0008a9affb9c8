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
}

ask(PROGRAMS)
