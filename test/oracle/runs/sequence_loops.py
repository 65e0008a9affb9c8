"""Gradients through sequences in loops of the program's own, and what they print under real Keras: python test/oracle/runs/sequence_loops.py > test/oracle/runs/sequence_loops.json"""

from ask import ask

PROGRAMS = {
    "a gradient through a recurrent layer": """
import tensorflow as tf

p = np.sin(np.arange(48) * 1.7).reshape(2, 6, 4).astype('float32')
model = keras.Sequential([keras.Input((6, 4)), layers.LSTM(3)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(p, training=True))
gradients = tape.gradient(loss, model.trainable_variables)
print(round(float(loss), 4), [np.round(np.array(each), 3).ravel()[:4].tolist() for each in gradients])
""",
    "CTC, called and differentiated": """
import tensorflow as tf

labels = np.array([[1, 2, 0], [3, 3, 1]])
logits = np.sin(np.arange(48) * 1.7).reshape(2, 6, 4).astype('float32')
print(round(float(keras.losses.CTC()(labels, logits)), 4))
print(np.round(np.array(keras.losses.ctc(labels, logits)), 4).tolist())
model = keras.Sequential([keras.Input((6, 4)), layers.Dense(4)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
loss_fn = keras.losses.CTC()
with tf.GradientTape() as tape:
    loss = loss_fn(labels, model(logits, training=True))
gradients = tape.gradient(loss, model.trainable_variables)
print(round(float(loss), 4), np.round(np.array(gradients[1]), 4).tolist())
""",
}

ask(PROGRAMS)
