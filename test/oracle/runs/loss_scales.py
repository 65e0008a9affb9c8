"""LossScaleOptimizer in loops of the program's own; run with Keras 3."""

from ask import ask

LOOP = """
import tensorflow as tf

w = tf.Variable([1.0, 2.0])


def show(optimizer, about):
    print(about, np.round(w.numpy(), 4).tolist(), float(optimizer.dynamic_scale), int(optimizer.step_counter),
          int(optimizer.iterations), round(float(optimizer.learning_rate), 4))


def step(optimizer, factor):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w * w) * factor
        scaled = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled, [w])
    optimizer.apply(gradients, [w])

"""

PROGRAMS = {
    "steps whose gradients are not finite are left out": """
optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1), initial_scale=8.0, dynamic_growth_steps=3)
print(optimizer.initial_scale, optimizer.dynamic_growth_steps, type(optimizer.inner_optimizer).__name__)
for i, factor in enumerate([1.0, 1.0, 1.0, 1.0, float('inf'), 1.0, float('nan'), 1e39, 0.5, 0.5, 0.5]):
    step(optimizer, factor)
    show(optimizer, i)
""",
    "the scale alone makes them infinite": """
optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1), initial_scale=2.0**127)
for i in range(5):
    step(optimizer, 1.0)
    show(optimizer, i)
""",
    "a checkpoint keeps the scale": """
optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1, momentum=0.9), initial_scale=64.0)
for factor in [1.0, float('inf'), 1.0]:
    step(optimizer, factor)
path = tf.train.Checkpoint(w=w, optimizer=optimizer).save('scaled')
for name, shape in tf.train.list_variables(path):
    print(name, shape)
w = tf.Variable([0.0, 0.0])
optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.5, momentum=0.9))
optimizer.build([w])
tf.train.Checkpoint(w=w, optimizer=optimizer).restore(path).assert_consumed()
show(optimizer, 'restored')
step(optimizer, 1.0)
show(optimizer, 'and on')
""",
    "schedules count the steps that are taken": """
rates = keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)
optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(rates))
for i, factor in enumerate([1.0, float('nan'), 1.0, float('nan'), 1.0]):
    step(optimizer, factor)
    show(optimizer, i)
optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1))
optimizer.learning_rate = 0.05
step(optimizer, 1.0)
show(optimizer, 'set')
""",
}

FITS = {
    "a fit leaves out batches whose gradients are not finite": """
def trained(inner, **settings):
    optimizer = keras.optimizers.LossScaleOptimizer(inner, **settings)
    model = regression()
    model.compile(optimizer, 'mse')
    given = x.copy()
    given[13] = np.nan
    given[27] = 1e30
    model.fit(given, y, batch_size=5, epochs=2, shuffle=False, verbose=0)
    print(type(inner).__name__, int(optimizer.iterations), float(optimizer.dynamic_scale), int(optimizer.step_counter))
    print([np.round(w, 4).tolist() for w in model.get_weights()])
    model.fit(x, y, batch_size=5, epochs=1, shuffle=False, verbose=0)
    print(int(optimizer.iterations), float(optimizer.dynamic_scale), int(optimizer.step_counter))
    print([np.round(w, 4).tolist() for w in model.get_weights()])


trained(keras.optimizers.SGD(0.05, momentum=0.9), initial_scale=64.0, dynamic_growth_steps=4)
trained(keras.optimizers.Adam(0.01))
trained(keras.optimizers.Nadam(0.01), initial_scale=2.0**60, dynamic_growth_steps=3)
trained(keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True), dynamic_growth_steps=1)
""",
}

ask({about: LOOP + text for about, text in PROGRAMS.items()} | FITS)
