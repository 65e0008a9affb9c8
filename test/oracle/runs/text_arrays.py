"""Arrays of the bytes of texts, as TensorFlow gives them to NumPy: how they print, their shapes, their parts; formats of bytes."""

from ask import ask

ask(
    {
        "of one axis": """
import tensorflow as tf

words = tf.constant(['x', 'y', 'z']).numpy()
print(words, repr(words), words.shape, len(words), words.tolist())
print(tf.strings.split('a b c').numpy()[1])
print(tf.constant(['word%d' % i for i in range(30)]).numpy())
""",
        "of two axes": """
import tensorflow as tf

words = tf.constant([['a', 'bc'], ['d', 'e']]).numpy()
print(words, words.shape, words.ndim, words.size, len(words))
print(words[0], words[1][0], words[1, 1], words.tolist())
print(repr(words))
for row in words:
    print(row, [each.decode() for each in row])
for batch in tf.data.Dataset.from_tensor_slices([['a', 'b'], ['c', 'd']]).batch(2):
    print(batch.numpy())
""",
        "formats of bytes": """
print(b'abc%d' % 3, b'%s-%b' % (b'a', b'bc'), b'%05.1f' % 2.25, b'%x' % 255)
try:
    b'%s' % 'x'
except TypeError as error:
    print(error)
""",
    }
)
