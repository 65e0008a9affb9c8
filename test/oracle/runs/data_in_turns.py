"""Data sets whose elements come from several others in turns."""

from ask import ask

ask(
    {
        "elements of several data sets": """
import tensorflow as tf

def shown(dataset): return [element.numpy() for element in dataset]

def several(): return [tf.data.Dataset.from_tensors(name).repeat(2 + at) for at, name in enumerate(('foo', 'bar', 'baz'))]

choice = tf.data.Dataset.range(3).repeat(3)
print(shown(tf.data.Dataset.choose_from_datasets(several(), choice)))
print(shown(tf.data.Dataset.choose_from_datasets(several(), choice, stop_on_empty_dataset=False)))
print(shown(tf.data.Dataset.choose_from_datasets(several(), tf.data.Dataset.from_tensor_slices(np.array([2, 2, 0, 1], 'int64')))))
few, many = tf.data.Dataset.range(0, 5), tf.data.Dataset.range(100, 120)
print(sorted(shown(tf.data.Dataset.sample_from_datasets([few, many], seed=1))) == list(range(5)) + list(range(100, 120)))
print(len(shown(tf.data.Dataset.sample_from_datasets([few.repeat(), many.repeat()], weights=[0.5, 0.5]).take(40))))
print(shown(tf.data.Dataset.sample_from_datasets([few, many], weights=[1.0, 0.0], stop_on_empty_dataset=True)))
counts = np.array(shown(tf.data.Dataset.sample_from_datasets([few.repeat(), many.repeat()], weights=[0.8, 0.2], seed=5).take(2000))) < 50
print(1500 < counts.sum() < 1700)
try:
    shown(tf.data.Dataset.choose_from_datasets(several(), tf.data.Dataset.from_tensors(tf.constant(7, tf.int64))))
except tf.errors.InvalidArgumentError as error:
    print(type(error).__name__)
""",
    }
)
