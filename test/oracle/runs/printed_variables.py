"""Weights, optimizers' variables and TensorFlow's own: their names, types, and what Python prints of them.

Run with Keras 3 on TensorFlow: python test/oracle/runs/printed_variables.py > test/oracle/runs/printed_variables.json
"""

from ask import ask

VARIABLES = """
import tensorflow as tf


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(2, kernel_initializer='ones')
        self.seq = keras.Sequential([layers.Dense(2, kernel_initializer='ones'), layers.BatchNormalization()])
        self.own = Own()

    def call(self, x):
        return self.own(self.seq(self.a(x)))


class Own(layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], 1), initializer='ones', name='w')
        self.inner = layers.Dense(1, kernel_initializer='ones')

    def call(self, x):
        return self.inner(x @ self.w)

x = np.ones((4, 3), 'float32')


def names(m):
    return [NAME for w in m.weights]


net = Net()
net(x)
print(names(net))
s = keras.Sequential([keras.Input((3,)), layers.Dense(2, kernel_initializer='ones'), layers.Dense(1)])
print(names(s))
print(s.weights[0])
print(s.layers[0].bias)
print([s.layers[0].bias])
print(type(s.layers[0].bias))
i = keras.Input((3,))
f = keras.Model(i, layers.Dense(1)(s(i)))
print(names(f))
t = keras.Sequential([layers.Dense(2), layers.Dense(1)])
t.compile('sgd', 'mse')
t.fit(x, np.ones((4, 1)), verbose=0)
print(names(t))
u = keras.Sequential([keras.Sequential([layers.Dense(2)]), layers.Dense(1)])
u.build((None, 3))
print(names(u))
d = layers.Dense(1, kernel_initializer='ones')
print(d(x))
print(names(d))
print(d.kernel)
k = keras.Input((5, 3))
m = keras.Model(k, layers.MultiHeadAttention(2, 2)(k, k))
n = keras.Model(k, layers.Bidirectional(layers.LSTM(2))(layers.TimeDistributed(layers.Dense(2))(k)))
print(names(m))
print(names(n))
e = keras.Sequential([layers.Embedding(10, 4), layers.GRU(3), layers.Dense(1)])
e.build((None, 5))
print(names(e))
print(names(keras.models.clone_model(s)))
s.compile(keras.optimizers.Adam(0.01), 'mse')
print(s.optimizer.learning_rate)
s.fit(x, np.ones((4, 1)), verbose=0)
print(s.optimizer.iterations)
print(float(s.optimizer.learning_rate))
print(s.optimizer.learning_rate.numpy())
v = tf.Variable([1., 2.], name='q')
print((v, type(v), isinstance(v, tf.Variable), isinstance(v, tf.Tensor), isinstance(tf.constant(1), tf.Tensor), isinstance(tf.constant(1), tf.Variable), v.name, tf.Variable(0.5)))
print(type(tf.constant(1)))
print(isinstance(s.layers[0].kernel, tf.Variable))
v.assign_add([1., 1.])
print(v)
print(tf.Variable)
print([w.shape for w in s.trainable_variables])
"""

if __name__ == "__main__":
    ask({"variables": VARIABLES.replace("NAME", "(w.name, w.path)")})
