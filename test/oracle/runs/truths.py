"""Functions of numbers that TensorFlow refuses for truths."""

from ask import ask

ask(
    {
        "of one tensor": """
import tensorflow as tf

truths = tf.constant([True, False])
for name in ['square', 'sqrt', 'abs', 'negative', 'exp', 'sign', 'identity']:
    try:
        print(name, getattr(tf, name)(truths).numpy())
    except (tf.errors.InvalidArgumentError, TypeError):
        print(name, 'is for numbers')
print(tf.square(tf.cast(truths, 'float32')).numpy())
""",
    }
)
