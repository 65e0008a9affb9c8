"""What datasets print: the class that each method gives, and what an element looks like.

    python test/oracle/runs/printed_datasets.py > test/oracle/runs/printed_datasets.json
"""

from ask import ask

HEAD = """
import numpy as np
import tensorflow as tf
D = tf.data.Dataset
pairs = D.from_tensor_slices((np.zeros((8, 3)), np.zeros(8, int)))
r = D.range(8)
"""

ask({
    "what makes a dataset": (HEAD + """
print(pairs, r)
print(repr(D.from_tensors(np.ones((2, 2), 'float32'))), [r])
print(D.from_generator(lambda: iter([1]), output_signature=tf.TensorSpec((), tf.int32)))
print(D.zip((r, pairs)), D.zip({'a': r, 'b': r}))
print(D.from_tensor_slices({'a': np.zeros((4, 2), 'float32'), 'b': ['x'] * 4}))
print(D.sample_from_datasets([r, r]), D.choose_from_datasets([r, r], D.range(2)))
"""),
    "what a method gives": (HEAD + """
A = tf.data.AUTOTUNE
print(pairs.batch(2), pairs.batch(2, drop_remainder=True), pairs.batch(2, num_parallel_calls=A))
print(pairs.map(lambda x, y: (x / 2, y)), pairs.map(lambda x, y: x, num_parallel_calls=A))
print(pairs.shuffle(4), pairs.prefetch(A), pairs.cache(), pairs.repeat(), pairs.take(2), pairs.skip(2))
print(pairs.filter(lambda x, y: y > 0), r.concatenate(r), r.enumerate(), pairs.batch(2).unbatch(), r.shard(2, 0))
print(r.take_while(lambda x: x < 3), r.apply(lambda d: d.take(1)))
same = r.prefetch(1)
print(r, same, same.cache(), r)
"""),
})
