"""How the element types of TensorFlow's tensors, of Keras's variables and of NumPy's arrays print."""

from ask import ask

ask(
    {
        "of tensors": """
import tensorflow as tf

t = tf.constant([1.0])
print(t.dtype, repr(t.dtype), f'{t.dtype}', [t.dtype], str(t.dtype), '%s' % t.dtype)
print(t.dtype.name, t.dtype == 'float32', t.dtype == tf.float32, t.dtype == np.float32, 'float32' == t.dtype)
print(tf.float32, [tf.int64], tf.bool, tf.string)
print(tf.cast(t, 'int32').dtype, tf.constant(['a']).dtype, tf.constant([True]).dtype)
print(tf.Variable(1.0).dtype, tf.zeros(2, dtype=tf.int32).dtype, tf.ones_like(t).dtype)
print(keras.ops.ones(2).dtype, keras.ops.convert_to_tensor([1, 2]).dtype)
print(t.numpy().dtype, repr(t.numpy().dtype), np.zeros(2, t.dtype.as_numpy_dtype).dtype)
for a, b in tf.data.Dataset.from_tensor_slices(([1, 2], [1.0, 2.0])).take(1):
    print(a.dtype, b.dtype)
""",
        "of Keras's variables and symbolic tensors": """
layer = layers.Dense(1)
layer.build((1, 2))
print(layer.kernel.dtype, repr(layer.kernel.dtype), [layer.bias.dtype], layer.kernel.dtype == 'float32')
print(layer(np.ones((1, 2))).dtype)
inputs = keras.Input((2,))
print(inputs.dtype, repr(inputs.dtype), layer.dtype, layer.compute_dtype)
""",
    }
)
