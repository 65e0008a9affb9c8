"""What real TensorFlow prints for each snippet of eager tensors.

    python test/oracle/tensorflow.py > test/oracle/tensorflow.json
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np
import tensorflow as tf

SNIPPETS = """
tf.constant([1, 2, 3])
tf.constant([[1.0, 2.0], [3.0, 4.0]])
tf.constant(3)
tf.constant(2.5)
tf.constant([1, 2], dtype=tf.float64)
tf.constant(np.arange(3))
tf.constant(0.5, shape=(2, 2))
tf.convert_to_tensor(np.ones((2, 2)))
tf.convert_to_tensor([1, 2], dtype=tf.float32)
tf.zeros((2, 3))
tf.ones(3, tf.int32)
tf.fill((2, 2), 7)
tf.zeros_like(tf.ones((2, 2)))
tf.range(5)
tf.range(1, 10, 3)
tf.cast([1.7, -1.7], tf.int32)
tf.cast(tf.constant([1, 0]), tf.bool)
tf.reshape(tf.range(6), (2, 3))
tf.reshape(tf.range(6), [-1])
tf.transpose(tf.reshape(tf.range(6), (2, 3)))
tf.expand_dims(tf.range(3), 0)
tf.expand_dims(tf.range(3), -1)
tf.squeeze(tf.ones((1, 3, 1)))
tf.concat([tf.ones((1, 2)), tf.zeros((2, 2))], 0)
tf.stack([tf.range(2), tf.range(2)])
tf.matmul(tf.ones((2, 3)), tf.ones((3, 2)))
tf.matmul(tf.ones((3, 2)), tf.ones((3, 2)), transpose_a=True)
tf.constant([[1.0, 2.0]]) @ tf.constant([[3.0], [4.0]])
tf.one_hot([0, 2], 3)
tf.gather(tf.constant([5, 6, 7]), [2, 0])
tf.where(tf.constant([True, False]), 1.0, 2.0)
tf.reduce_sum(tf.constant([[1, 2], [3, 4]]))
tf.reduce_sum(tf.ones((2, 3)), axis=0)
tf.reduce_mean(tf.constant([1.0, 2.0, 4.0]))
tf.reduce_mean(tf.ones((2, 3)), axis=1, keepdims=True)
tf.reduce_max(tf.constant([1, 5, 2]))
tf.argmax(tf.constant([[1, 9], [8, 2]]))
tf.argmax(tf.constant([[1, 9], [8, 2]]), axis=1)
tf.constant([1, 2]) + tf.constant([3, 4])
tf.constant([1.0, 2.0]) * 3
tf.constant([1.0, 2.0]) / 4
tf.constant([1, 2]) / 4
tf.constant([7, -7]) // 2
2 ** tf.constant([1.0, 2.0])
1 - tf.constant([1.0, 2.0])
-tf.constant([1, 2])
tf.constant([1.0, 2.0]) > 1.5
tf.ones(2) * np.ones(2)
tf.nn.relu(tf.constant([-1.0, 2.0]))
tf.abs(tf.constant([-1.0, 2.0]))
tf.square(tf.constant([1.0, 3.0]))
tf.maximum(tf.constant([1.0, 3.0]), 2.0)
tf.sqrt(tf.constant([1.0, 4.0]))
tf.math.log(tf.constant([1.0]))
tf.clip_by_value(tf.constant([1.0, 5.0]), 0.0, 2.0)
tf.shape(tf.ones((2, 3)))
tf.rank(tf.ones((2, 3)))
tf.size(tf.ones((2, 3)))
tf.ones((2, 3)).numpy()
tf.constant(2.5).numpy()
tf.constant([1, 2, 3])[1]
tf.constant([[1, 2], [3, 4]])[:, 0]
tf.constant([1, 2, 3])[::-1]
tuple(tf.ones((2, 3)).shape)
len(tf.ones((2, 3)))
float(tf.constant(2.5))
[int(x) for x in tf.range(3)]
tf.compat.v1.ConfigProto(allow_soft_placement=True, inter_op_parallelism_threads=2)
tf.compat.v1.ConfigProto(gpu_options=tf.compat.v1.GPUOptions(allow_growth=True, visible_device_list='0,1'))
tf.compat.v1.GPUOptions(per_process_gpu_memory_fraction=0.5)
[setattr(c := tf.compat.v1.ConfigProto(), 'log_device_placement', True), setattr(c.gpu_options, 'allow_growth', True), c]
tf.compat.v1.ConfigProto().gpu_options.allow_growth
type(tf.compat.v1.Session(config=tf.compat.v1.ConfigProto())).__name__
tf.data.Dataset.from_tensor_slices((np.ones((9, 4, 4, 3), 'uint8'), np.arange(9))).map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, tf.one_hot(y, 10))).batch(2).element_spec
tf.data.Dataset.from_tensor_slices((np.ones((9, 4, 4, 3), 'uint8'), np.arange(9))).batch(3, drop_remainder=True).map(lambda a, b: {'a': tf.reshape(a, (3, -1)), 'b': tf.argmax(tf.one_hot(b, 4), -1)}).prefetch(2).element_spec
tf.data.Dataset.from_tensor_slices((np.ones((9, 4, 4, 3), 'uint8'), np.arange(9))).batch(2).map(lambda x, y: (tf.image.resize(x, (8, 8)), y)).shuffle(3).repeat().element_spec
tf.data.Dataset.from_tensor_slices((np.ones((9, 4, 4, 3), 'uint8'), np.arange(9))).batch(2).map(lambda x, y: (tf.shape(x)[0], tf.reduce_mean(tf.cast(x, 'float32'), axis=[1, 2]))).element_spec
tf.data.Dataset.from_tensor_slices((np.ones((9, 4, 4, 3), 'uint8'), np.arange(9))).map(lambda x, y: (x, y)).map(lambda x, y: (x[:2], y + 1)).take(2).element_spec
tf.data.Dataset.from_tensor_slices((np.ones((9, 4, 4, 3), 'uint8'), np.arange(9))).batch(4).unbatch().map(lambda x, y: y * 2).filter(lambda y: y > 2).element_spec
[s := tf.compat.v1.InteractiveSession(), s.close()][1]
""".strip().splitlines()


def answer(snippet):
    value = eval(snippet, {"tf": tf, "np": np})
    kept = {"repr": repr(value), "str": str(value)}
    if isinstance(value, (np.ndarray, np.generic)) or tf.is_tensor(value):
        kept |= {"dtype": value.dtype.name, "shape": [int(dim) for dim in value.shape]}
    return kept


print(json.dumps({"tensorflow": tf.__version__, "answers": [{"snippet": s, **answer(s)} for s in SNIPPETS]}, indent=1))
