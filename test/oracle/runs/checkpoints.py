"""Loops of the program's own that keep themselves with tf.train.Checkpoint; run with Keras 3."""

from ask import ask

LOOP = """
import os
import tensorflow as tf

samples = tf.constant(x)
labels = tf.constant(y.astype('float32'))


def made(rate=0.05):
    model = keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh'), layers.Dense(1)])
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    return model, keras.optimizers.Adam(rate)


def steps(model, optimizer, count):
    for _ in range(count):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(samples, training=True) - labels) ** 2)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


def refused(call):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, str(error)[:160])

"""

PROGRAMS = {
    "a loop goes on from its last checkpoint": """
for part in range(3):
    model, optimizer = made()
    step = tf.Variable(0)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=step)
    manager = tf.train.CheckpointManager(checkpoint, './tf_ckpts', max_to_keep=3)
    checkpoint.restore(manager.latest_checkpoint)
    print('restored' if manager.latest_checkpoint else 'begun', manager.latest_checkpoint, int(checkpoint.step))
    for _ in range(4):
        loss = steps(model, optimizer, 1)
        checkpoint.step.assign_add(1)
        if int(checkpoint.step) % 2 == 0:
            print('saved', manager.save(), 'at', int(step), 'loss', round(float(loss), 4))
    print(int(optimizer.iterations), manager.checkpoints)
print(sorted(os.listdir('tf_ckpts')))
model, optimizer = made()
print('without', round(float(steps(model, optimizer, 12)), 4))
""",
    "what a manager keeps and removes": """
step = tf.Variable(1)
checkpoint = tf.train.Checkpoint(step=step)
manager = tf.train.CheckpointManager(checkpoint, 'kept/here', max_to_keep=2, checkpoint_name='model')
print(manager.latest_checkpoint, manager.checkpoints, manager.restore_or_initialize(), manager.directory)
print([manager.save() for _ in range(3)], manager.checkpoints, manager.latest_checkpoint)
print(manager.save(checkpoint_number=10), int(checkpoint.save_counter))
print(sorted(os.listdir('kept/here')))
print(tf.train.latest_checkpoint('kept/here'), tf.train.latest_checkpoint('nowhere'))
text = open('kept/here/checkpoint').read().splitlines()
print([line for line in text if 'time' not in line], len(text))
again = tf.train.CheckpointManager(checkpoint, 'kept/here', max_to_keep=1)
print(again.checkpoints, again.restore_or_initialize(), int(checkpoint.save_counter))
print(again.save(), sorted(os.listdir('kept/here')))
print(manager.checkpoint is checkpoint, checkpoint.step is step)
started = []
fresh = tf.train.CheckpointManager(checkpoint, 'fresh', max_to_keep=None, init_fn=lambda: started.append('init'))
print(fresh.restore_or_initialize(), started)
""",
    "checkpoints every so many steps": """
step = tf.Variable(0)
checkpoint = tf.train.Checkpoint(step=step)
manager = tf.train.CheckpointManager(checkpoint, 'every', max_to_keep=None, step_counter=step, checkpoint_interval=3)
for _ in range(8):
    step.assign_add(1)
    print(int(step), manager.save())
print(manager.save(check_interval=False), manager.save(check_interval=False), manager.checkpoint_interval)
refused(lambda: tf.train.CheckpointManager(checkpoint, 'every', 0))
refused(lambda: tf.train.CheckpointManager(checkpoint, 'every', 1, checkpoint_interval=3))
""",
    "save, write, restore, read": """
a = tf.Variable([1.0, 2.0])
b = tf.Variable(3, name='count')
checkpoint = tf.train.Checkpoint(a=a, held=[b, {'deep': tf.Variable([[True, False]])}])
print(checkpoint.save('some/where/ck'), sorted(os.listdir('some/where')))
a.assign([5.0, 6.0])
print(checkpoint.save('some/where/ck'), open('some/where/checkpoint').read())
print(checkpoint.write('plain'), os.path.exists('plain.index'))
checkpoint.restore('some/where/ck-1')
print(a.numpy(), int(checkpoint.save_counter))
checkpoint.read('plain')
print(a.numpy(), int(checkpoint.save_counter))
for name, shape in tf.train.list_variables('some/where/ck-2'):
    print(name, shape)
print(tf.train.load_variable('some/where', 'a/.ATTRIBUTES/VARIABLE_VALUE'))
checkpoint.later = tf.Variable(7)
print(checkpoint.save('some/where/ck'), len(tf.train.list_variables('some/where')))
""",
    "what a status asserts": """
path = tf.train.Checkpoint(a=tf.Variable(1.0), b=tf.Variable(2.0)).save('ck')
only = tf.train.Checkpoint(a=tf.Variable(0.0))
status = only.restore(path)
print(float(only.a), status.expect_partial() is status)
print(status.assert_existing_objects_matched() is status)
refused(status.assert_consumed)
other = tf.train.Checkpoint(c=tf.Variable(0.0)).restore(path)
refused(lambda: other.assert_existing_objects_matched())
whole = tf.train.Checkpoint(a=tf.Variable(0.0), b=tf.Variable(0.0))
print(whole.restore(path).assert_consumed() is not None, float(whole.b))
nothing = only.restore(None)
refused(nothing.assert_consumed)
print(type(nothing).__name__, type(status).__name__, nothing.expect_partial() is nothing)
""",
    "what is refused": """
path = tf.train.Checkpoint(a=tf.Variable([1.0, 2.0], name='first')).save('ck')
refused(lambda: tf.train.Checkpoint(a=tf.Variable([1.0, 2.0, 3.0], name='first')).restore(path))
refused(lambda: tf.train.Checkpoint(n=3))
refused(lambda: tf.train.Checkpoint(a=tf.Variable(1.0)).restore('nothing-1'))
""",
    "weights that are made after restore": """
def later():
    return keras.Sequential([layers.Dense(3, activation='tanh'), layers.Dense(1)])

model = later()
model(samples)
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
steps(model, optimizer, 3)
path = tf.train.Checkpoint(model=model, optimizer=optimizer).save('later')
expected = float(steps(model, optimizer, 2))
again, fresh = later(), keras.optimizers.SGD(0.5, momentum=0.9)
status = tf.train.Checkpoint(model=again, optimizer=fresh).restore(path)
print(int(fresh.iterations), round(float(fresh.learning_rate), 4))
print(abs(float(steps(again, fresh, 2)) - expected) < 1e-5)
status.assert_consumed()
""",
    "a module's variables": """
class Line(tf.Module):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable([[0.5]] * 4)
        self.more = [tf.Variable(0.1), tf.Variable(0.2)]

    def __call__(self, at):
        return at @ self.w + self.more[0]

line = Line()
path = tf.train.Checkpoint(line).write('line')
for name, shape in tf.train.list_variables('line'):
    print(name, shape)
line.w.assign(line.w * 0.0)
line.more[1].assign(9.0)
tf.train.Checkpoint(line).read(path).assert_consumed()
print(line.w.numpy().ravel(), float(line.more[1]), np.round(line(samples).numpy().ravel()[:2], 4))
""",
    "what a reader tells of a checkpoint": """
v = tf.Variable([[1.0, 2.0], [3.0, 4.0]]); n = tf.Variable(3)
c = tf.train.Checkpoint(v=v, n=n)
path = c.save('folder/ck')
reader = tf.train.load_checkpoint(path)
shapes = reader.get_variable_to_shape_map()
types = reader.get_variable_to_dtype_map()
for name in sorted(shapes):
    print(name, shapes[name], types[name], reader.has_tensor(name))
print(reader.get_tensor('v/.ATTRIBUTES/VARIABLE_VALUE'), type(reader.get_tensor('v/.ATTRIBUTES/VARIABLE_VALUE')).__name__, reader.has_tensor('w'))
try:
    reader.get_tensor('w')
except tf.errors.NotFoundError as e:
    print(str(e)[:40])
print(tf.train.load_checkpoint('folder').get_tensor('n/.ATTRIBUTES/VARIABLE_VALUE'))
""",
    "schedules and moving averages of an optimizer": """
for make in [
    lambda: keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5), amsgrad=True),
    lambda: keras.optimizers.RMSprop(0.01, momentum=0.9, centered=True),
    lambda: keras.optimizers.SGD(0.1, use_ema=True),
    lambda: keras.optimizers.Nadam(0.01),
    lambda: keras.optimizers.Adadelta(0.5),
]:
    model, _ = made()
    optimizer = make()
    steps(model, optimizer, 3)
    path = tf.train.Checkpoint(model=model, optimizer=optimizer).save('opt')
    names = [name.rsplit('/', 3)[0] for name, _ in tf.train.list_variables(path)]
    print(len(names), sorted({name.rsplit('/', 1)[0] for name in names if '/' in name}))
    expected = float(steps(model, optimizer, 3))
    model, _ = made()
    optimizer = make()
    tf.train.Checkpoint(model=model, optimizer=optimizer).restore(path)
    print(optimizer.name.rstrip('_0123456789'), abs(float(steps(model, optimizer, 3)) - expected) < 1e-5)
""",
}

ask({about: LOOP + text for about, text in PROGRAMS.items()})
