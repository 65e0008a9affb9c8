"""What programs write with `tf.summary`; the records are read by TensorFlow. Asked of TensorFlow 2.15 with TensorBoard."""

from ask import ask

HEAD = """
import os
import tensorflow as tf

def records(folder):
    for name in sorted(os.listdir(folder)):
        for record in tf.data.TFRecordDataset(os.path.join(folder, name)).skip(1):
            data = record.numpy()[9:]
            print(len(data) if b'PNG' not in data else 'picture', [tag for tag in (b'loss', b'accuracy', b'weights', b'note', b'grid') if tag in data], data.hex()[-120:] if b'PNG' not in data else '')

def tried(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
"""

ask(
    {
        "curves of a loop": HEAD
        + """
writer = tf.summary.create_file_writer('logs/train')
judge = tf.summary.create_file_writer(os.path.join('logs', 'test'))
v = tf.Variable(3.0)
optimizer = tf.keras.optimizers.SGD(0.25)
mean = tf.keras.metrics.Mean()

@tf.function
def step(batch):
    with tf.GradientTape() as tape:
        loss = (v - 1.0) ** 2
    optimizer.apply_gradients([(tape.gradient(loss, v), v)])
    mean(loss)
    return loss

for epoch in range(3):
    loss = step(epoch)
    with writer.as_default():
        tf.summary.scalar('loss', mean.result(), step=epoch)
        tf.summary.scalar('accuracy', float(loss), step=tf.constant(epoch, tf.int64))
    with judge.as_default(step=epoch):
        print(bool(tf.summary.scalar('loss', loss)))
writer.flush()
judge.close()
records('logs/train')
records('logs/test')
print(tf.summary.scalar('loss', 1.0, step=1))
""",
        "histograms, texts and pictures": HEAD
        + """
writer = tf.summary.create_file_writer('logs')
writer.set_as_default()
print(tf.summary.experimental.get_step())
tried(lambda: tf.summary.scalar('loss', 1.0))
tf.summary.experimental.set_step(4)
print(tf.summary.experimental.get_step(), tf.summary.histogram('weights', np.arange(12.0).reshape(3, 4)))
tf.summary.histogram('weights', tf.constant([1, 2, 2, 9]), step=5)
tf.summary.text('note', 'batch size 32', step=0)
print(tf.summary.image('grid', np.linspace(-0.2, 1.2, 96).reshape(2, 4, 4, 3), step=1), tf.summary.image('grid', np.zeros((1, 2, 2, 1), 'uint8'), max_outputs=1))
tried(lambda: tf.summary.image('grid', np.zeros((4, 4, 3)), step=1))
tried(lambda: tf.summary.scalar('loss', [1.0, 2.0], step=1))
writer.flush()
records('logs')
""",
    }
)
