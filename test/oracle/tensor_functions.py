"""What the functions of keras.ops and TensorFlow give: shapes and element types.

    python test/oracle/tensor_functions.py > test/oracle/tensor-functions.json

Each call is Python text with `keras`, `ops`, `tf`, `np` and K in scope. Calls of keras.ops are asked on eager
tensors and, where x stands in them, on symbolic ones too: x, y … are made anew, with None for the batch.
"""

import json
import os
import sys

# This folder has a tensorflow.py of its own.
sys.path.pop(0)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

# Tensors by name: shape without the batch of 2, element type.
tensors = {
    "x": ((4, 6), "float32"),
    "y": ((4, 6), "float32"),
    "v": ((6,), "float32"),
    "i": ((4,), "int32"),
    "b": ((4, 6), "bool"),
    "img": ((8, 10, 3), "float32"),
    "sq": ((5, 5), "float32"),
    "u": ((3,), "uint8"),
}

unary = """abs absolute negative sign square round floor ceil trunc exp exp2 expm1 log log2 log10 log1p sqrt rsqrt reciprocal
sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh erf erfinv isfinite isinf isnan logical_not relu
relu6 sigmoid softplus softsign silu swish log_sigmoid hard_sigmoid hard_silu hard_tanh selu elu celu gelu leaky_relu softmax
log_softmax copy conj real cumsum cumprod ravel transpose flip tril triu sort argsort argmax argmin sum mean max min prod std
var any all amax amin median logsumexp count_nonzero normalize nan_to_num stop_gradient zeros_like ones_like squeeze
glu sparsemax tanh_shrink soft_shrink hard_shrink squareplus norm size ndim shape""".split()
binary = """add subtract multiply divide true_divide divide_no_nan power mod floor_divide maximum minimum arctan2 equal not_equal
less less_equal greater greater_equal logical_and logical_or logical_xor isclose hypot logaddexp""".split()
reductions = "sum mean max min prod std var any all argmax argmin logsumexp median".split()

calls = [f"ops.{name}({on})" for name in unary for on in ("x", "i") if not (name in ("glu", "sparsemax", "tanh_shrink", "soft_shrink", "hard_shrink", "erfinv", "normalize") and on == "i")]
calls += [f"ops.{name}({a})" for name in binary for a in ("x, y", "x, 2", "i, 2", "i, 1.5", "x, x[:, :1]")]
calls += [f"ops.{name}(x, {a})" for name in reductions for a in ("axis=1", "axis=-1, keepdims=True")]
calls += [f"ops.{name}(x, axis=(1, 2))" for name in "sum mean max min any".split()]
calls += [f"ops.{name}(u)" for name in "sum mean prod cumsum exp add square max argmax".split() if name != "add"]
calls += [f"ops.{name}(b)" for name in "sum mean cumsum logical_not any".split()]
calls += """ops.clip(x, 0, 1)
ops.clip(i, 0, 1)
ops.where(x > 0, x, y)
ops.where(x > 0, x, 0.0)
ops.where(i > 0, i, 0)
ops.cast(x, "int32")
ops.cast(i, "float16")
ops.fft((x, y))
ops.fft2((x, y))
ops.ifft2((x, y))[0]
ops.rfft(x)
ops.rfft(x, fft_length=16)
ops.irfft((x, y))
ops.irfft((x, y), fft_length=8)
ops.extract_sequences(x, 3, 2)
ops.stft(x, 4, 2, 4)
ops.stft(x, 4, 2, 4, center=False)
ops.matmul(x, ops.transpose(y, (0, 2, 1)))
ops.matmul(x, np.ones((6, 3), "float32"))
ops.matmul(x, v[0])
ops.dot(x, np.ones((6, 3), "float32"))
ops.tensordot(x, y, axes=[[1, 2], [1, 2]])
ops.tensordot(x, np.ones((6, 3), "float32"), axes=1)
ops.einsum("bij,bkj->bik", x, y)
ops.einsum("bij,jk->bik", x, np.ones((6, 3), "float32"))
ops.einsum("...ij->...ji", x)
ops.outer(v, v)
ops.reshape(x, (-1, 24))
ops.reshape(x, (-1, 3, 8))
ops.reshape(x, (-1, 12))
ops.expand_dims(x, 0)
ops.expand_dims(x, -1)
ops.expand_dims(x, (1, 2))
ops.squeeze(x[:, :1], axis=1)
ops.transpose(x, (0, 2, 1))
ops.moveaxis(x, 1, 2)
ops.moveaxis(img, -1, 1)
ops.swapaxes(x, 1, 2)
ops.flip(x, axis=1)
ops.roll(x, 1, axis=1)
ops.rot90(img, axes=(1, 2))
ops.tile(x, (1, 2, 3))
ops.tile(x, 2)
ops.repeat(x, 3, axis=1)
ops.repeat(x, 2)
ops.broadcast_to(v[:, None], (2, 4, 6))
ops.pad(x, [(0, 0), (1, 2), (3, 4)])
ops.pad(x, 1)
ops.concatenate([x, y], axis=1)
ops.concatenate([x, y], axis=-1)
ops.concatenate([x, ops.ones((2, 2, 6))], axis=1)
ops.concatenate([x, ops.cast(y, "int32")], axis=1)
ops.stack([x, y])
ops.stack([x, y], axis=-1)
ops.hstack([x, y])
ops.vstack([x, y])
ops.split(x, 2, axis=1)
ops.split(x, [1, 3], axis=2)
ops.array_split(x, 4, axis=2)
ops.unstack(x, axis=1)
ops.take(x, [0, 2], axis=1)
ops.take(x, i, axis=1)
ops.take_along_axis(x, ops.argsort(x, axis=-1), axis=-1)
ops.one_hot(i, 7)
ops.one_hot(i, 7, axis=1)
ops.one_hot(i, 7, dtype="int32")
ops.multi_hot(i, 7)
ops.top_k(x, 3)
ops.argsort(x, axis=1)
ops.sort(x, axis=1)
ops.diag(sq[0])
ops.diagonal(sq, axis1=1, axis2=2)
ops.trace(sq, axis1=1, axis2=2)
ops.cross(x[:, :, :3], y[:, :, :3])
ops.cumsum(x, axis=1)
ops.diff(x)
ops.diff(x, n=2, axis=1)
ops.quantile(x, 0.5, axis=1)
ops.quantile(x, [0.1, 0.5], axis=1)
ops.average(x, axis=1)
ops.moments(x, axes=[1])
ops.moments(x, axes=[1, 2], keepdims=True)
ops.inv(sq)
ops.det(sq)
ops.cholesky(ops.matmul(sq, ops.transpose(sq, (0, 2, 1))) + 5 * ops.eye(5))
ops.qr(x)
ops.svd(x)
ops.svd(x, full_matrices=False)
ops.svd(x, compute_uv=False)
ops.eigh(sq)
ops.solve(sq, x[:, :1, :5])
ops.norm(x, axis=-1)
ops.norm(x, axis=-1, keepdims=True)
ops.conv(img, np.ones((3, 3, 3, 7), "float32"))
ops.conv(img, np.ones((3, 3, 3, 7), "float32"), strides=2, padding="same")
ops.conv(img, np.ones((3, 3, 3, 7), "float32"), dilation_rate=2)
ops.depthwise_conv(img, np.ones((3, 3, 3, 2), "float32"))
ops.separable_conv(img, np.ones((3, 3, 3, 2), "float32"), np.ones((1, 1, 6, 5), "float32"))
ops.conv_transpose(img, np.ones((3, 3, 4, 3), "float32"), strides=2)
ops.conv_transpose(img, np.ones((3, 3, 4, 3), "float32"), strides=2, padding="same")
ops.conv_transpose(img, np.ones((2, 2, 4, 3), "float32"), strides=3)
ops.max_pool(img, 2)
ops.max_pool(img, 3, strides=2, padding="same")
ops.average_pool(img, (2, 5))
ops.batch_normalization(x, np.ones(6, "float32"), np.ones(6, "float32"), axis=-1)
ops.binary_crossentropy(x, y)
ops.categorical_crossentropy(x, y)
ops.sparse_categorical_crossentropy(i, x)
ops.image.resize(img, (4, 5))
ops.image.rgb_to_grayscale(img)
ops.image.extract_patches(img, (2, 3))
ops.image.extract_patches(img, 3, strides=1, padding="same")
ops.depth_to_space(ops.ones((2, 4, 4, 8)), 2)
ops.space_to_depth(ops.ones((2, 4, 4, 8)), 2)
ops.zeros((2, 3))
ops.ones((2, 3), dtype="int32")
ops.full((2, 3), 7)
ops.full_like(x, 7)
ops.arange(5)
ops.arange(1, 9, 2)
ops.arange(0.0, 1.0, 0.25)
ops.linspace(0, 1, 7)
ops.eye(4)
ops.eye(3, 5)
ops.identity(4)
ops.tri(3)
ops.array([1, 2])
ops.array([1.0, 2.0])
ops.convert_to_tensor([[1, 2]], dtype="float32")
ops.convert_to_tensor(np.ones((2, 3)))
ops.meshgrid(ops.arange(3), ops.arange(4))
ops.meshgrid(ops.arange(3), ops.arange(4), indexing="ij")
ops.slice(x, (0, 1, 2), (2, 2, 3))
ops.scatter([[0], [2]], [1.0, 2.0], (5,))
ops.segment_sum(ops.ones((5, 3)), [0, 0, 1, 1, 2], num_segments=3)
ops.searchsorted(ops.array([1.0, 2.0]), ops.array([0.5, 1.5, 2.5]))
ops.in_top_k(ops.array([1, 2]), ops.ones((2, 5)), 3)
ops.kron(ops.ones((2, 3)), ops.ones((4, 5)))
ops.vdot(ops.ones(3), ops.ones(3))
ops.inner(x, v)
ops.dot_product_attention(ops.ones((2, 5, 3, 4)), ops.ones((2, 7, 3, 4)), ops.ones((2, 7, 3, 4)))
x + y
x * 2
1 - x
x / 2
i / 2
i + 1
i + 1.5
i // 2
i % 2
x ** 2
x @ np.ones((6, 3), "float32")
-x
x > 0
x != 2
(x > 0) & (y > 0)
~b
abs(x)
x[:, 0]
x[0]
x[:, -1]
x[..., None]
x[:, 1:-1, ::2]
x[:, None, :, 0]
x[:, :2, 1]
keras.random.normal((2, 3))
keras.random.uniform((2, 3), dtype="float16")
keras.random.randint((2, 3), 0, 10)
keras.random.categorical(ops.ones((2, 5)), 3)
keras.random.dropout(ops.ones((2, 5)), 0.5)
keras.random.shuffle(ops.ones((2, 5)))
keras.activations.relu(x)
keras.activations.softmax(x)
keras.activations.gelu(x)
keras.activations.exponential(x)
keras.activations.swish(x)""".split("\n")

tf_calls = [f"tf.math.{name}(x)" for name in "abs acos asin atan ceil cos cosh erf exp expm1 floor lgamma log log1p log_sigmoid negative reciprocal rint round rsqrt sigmoid sign sin sinh sqrt square tan tanh is_nan is_inf is_finite softplus reduce_sum reduce_mean reduce_max reduce_min reduce_prod reduce_std reduce_variance reduce_logsumexp argmax argmin count_nonzero cumsum cumprod l2_normalize zero_fraction".split()]
tf_calls += [f"tf.{name}(x, axis=1)" for name in "reduce_sum reduce_mean reduce_max reduce_min reduce_prod argmax argmin cumsum reduce_logsumexp norm".split()]
tf_calls += [f"tf.math.{name}(x, y)" for name in "add subtract multiply divide truediv floordiv floormod pow maximum minimum squared_difference equal less greater_equal atan2 divide_no_nan".split()]
tf_calls += [f"tf.nn.{name}(x)" for name in "relu relu6 elu selu silu swish softmax log_softmax leaky_relu gelu softplus softsign tanh sigmoid crelu l2_loss".split()]
tf_calls += """tf.reduce_sum(i)
tf.reduce_mean(i)
tf.reduce_any(b, axis=1)
tf.reduce_all(b, axis=[1, 2], keepdims=True)
tf.divide(i, 2)
i / 2
x + 1
x > 0
tf.constant([1, 2, 3])
tf.constant([1.0, 2.0])
tf.constant(3, shape=(2, 2))
tf.convert_to_tensor(np.ones((2, 3)))
tf.zeros([2, 3])
tf.ones((2,), tf.int32)
tf.fill([2, 3], 7)
tf.range(5)
tf.range(1, 9, 2)
tf.linspace(0.0, 1.0, 7)
tf.eye(4)
tf.eye(3, 5, batch_shape=[2])
tf.shape(x)
tf.rank(x)
tf.size(x)
tf.reshape(x, (-1, 24))
tf.reshape(x, [tf.shape(x)[0], 4, 2, 3])
tf.transpose(x)
tf.transpose(x, [0, 2, 1])
tf.expand_dims(x, -1)
tf.squeeze(x[:, :1], axis=1)
tf.reverse(x, [1])
tf.roll(x, 1, axis=1)
tf.tile(x, [1, 2, 3])
tf.repeat(x, 3, axis=1)
tf.broadcast_to(v[:, None], (2, 4, 6))
tf.pad(x, [[0, 0], [1, 2], [3, 4]])
tf.concat([x, y], axis=1)
tf.concat([x, y], 0)
tf.stack([x, y], axis=1)
tf.split(x, 2, axis=1)
tf.split(x, [1, 2, 3], axis=2)
tf.split(x, [1, -1], axis=2)
tf.unstack(x, axis=1)
tf.meshgrid(tf.range(3), tf.range(4))
tf.gather(x, [0, 2], axis=1)
tf.gather(x, [0, 1])
tf.gather(x, i, axis=1, batch_dims=1)
tf.gather_nd(x, [[0, 1], [1, 2]])
tf.boolean_mask(x, [True, False])
tf.slice(x, [0, 1, 2], [2, -1, 3])
tf.where(x > 0, x, y)
tf.where(x > 0, 1.0, 0.0)
tf.sort(x, axis=1)
tf.argsort(x)
tf.searchsorted([1.0, 2.0], [0.5, 1.5, 2.5])
tf.one_hot(i, 7)
tf.one_hot(i, 7, axis=1)
tf.sequence_mask(i, 9)
tf.unique([1, 1, 2])[1]
tf.scatter_nd([[0], [2]], [1.0, 2.0], [5])
tf.tensor_scatter_nd_update(x, [[0, 0, 0]], [1.0])
tf.cast(x, tf.int32)
tf.clip_by_value(x, 0.0, 1.0)
tf.clip_by_norm(x, 1.0)
tf.identity(x)
tf.stop_gradient(x)
tf.math.top_k(x, 3)
tf.math.confusion_matrix([0, 1], [1, 1], num_classes=3)
tf.math.in_top_k([1, 2], tf.ones((2, 5)), 3)
tf.math.segment_sum(x, [0, 1])
tf.math.unsorted_segment_sum(x, [0, 1], 5)
tf.math.add_n([x, y])
tf.linalg.matmul(x, y, transpose_b=True)
tf.linalg.matvec(x, v)
tf.linalg.inv(sq)
tf.linalg.det(sq)
tf.linalg.trace(sq)
tf.linalg.qr(x)
tf.linalg.svd(x)
tf.linalg.eigh(sq)
tf.linalg.solve(sq, sq)
tf.linalg.diag(v)
tf.linalg.diag_part(sq)
tf.linalg.band_part(sq, -1, 0)
tf.linalg.norm(x, axis=-1)
tf.linalg.normalize(x, axis=-1)
tf.linalg.pinv(x)
tf.linalg.cross(x[:, :, :3], y[:, :, :3])
tf.einsum("bij,bkj->bik", x, y)
tf.tensordot(x, tf.ones((6, 3)), axes=1)
tf.tensordot(x, y, axes=[[1, 2], [1, 2]])
tf.nn.conv2d(img, tf.ones((3, 3, 3, 7)), strides=1, padding="VALID")
tf.nn.conv2d(img, tf.ones((3, 3, 3, 7)), strides=[1, 2, 2, 1], padding="SAME")
tf.nn.conv2d(img, tf.ones((3, 3, 3, 7)), 1, "VALID", dilations=2)
tf.nn.conv1d(x, tf.ones((2, 6, 5)), 1, "SAME")
tf.nn.conv1d(x, tf.ones((2, 6, 5)), stride=2, padding="VALID")
tf.nn.depthwise_conv2d(img, tf.ones((3, 3, 3, 2)), [1, 1, 1, 1], "SAME")
tf.nn.separable_conv2d(img, tf.ones((3, 3, 3, 2)), tf.ones((1, 1, 6, 5)), [1, 1, 1, 1], "VALID")
tf.nn.conv2d_transpose(img, tf.ones((3, 3, 4, 3)), [2, 16, 20, 4], 2)
tf.nn.max_pool2d(img, 2, 2, "VALID")
tf.nn.max_pool(img, [1, 3, 3, 1], [1, 2, 2, 1], "SAME")
tf.nn.avg_pool2d(img, 2, 2, "SAME")
tf.nn.bias_add(x, tf.ones(6))
tf.nn.moments(x, [1])
tf.nn.moments(img, [0, 1, 2], keepdims=True)
tf.nn.dropout(x, 0.5)
tf.nn.batch_normalization(x, 0.0, 1.0, 0.0, 1.0, 1e-3)
tf.nn.embedding_lookup(tf.ones((10, 4)), i)
tf.nn.softmax_cross_entropy_with_logits(x, y)
tf.nn.sparse_softmax_cross_entropy_with_logits(i, x)
tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=y)
tf.nn.local_response_normalization(img)
tf.nn.depth_to_space(tf.ones((2, 4, 4, 8)), 2)
tf.nn.space_to_depth(tf.ones((2, 4, 4, 8)), 2)
tf.nn.top_k(x, k=2)
tf.image.resize(img, [4, 5])
tf.image.resize(tf.cast(img, tf.uint8), [4, 5])
tf.image.resize(tf.cast(img, tf.uint8), [4, 5], method="nearest")
tf.image.resize_with_crop_or_pad(img, 20, 6)
tf.image.resize_with_pad(img, 20, 6)
tf.image.central_crop(img, 0.5)
tf.image.central_crop(tf.ones((9, 11, 3)), 0.87)
tf.image.crop_to_bounding_box(img, 1, 1, 4, 5)
tf.image.pad_to_bounding_box(img, 1, 1, 14, 15)
tf.image.random_crop(img, [2, 4, 4, 3])
tf.image.rgb_to_grayscale(img)
tf.image.grayscale_to_rgb(img[..., :1])
tf.image.flip_left_right(img)
tf.image.random_flip_left_right(img)
tf.image.random_brightness(img, 0.2)
tf.image.adjust_contrast(img, 0.2)
tf.image.convert_image_dtype(tf.cast(img, tf.uint8), tf.float32)
tf.image.per_image_standardization(img)
tf.image.rot90(img)
tf.image.transpose(img)
tf.image.extract_patches(img, [1, 2, 3, 1], [1, 2, 2, 1], [1, 1, 1, 1], "VALID")
tf.image.psnr(img, img, 1.0)
tf.image.ssim(tf.ones((2, 16, 16, 3)), tf.ones((2, 16, 16, 3)), 1.0)
tf.image.total_variation(img)
tf.image.sobel_edges(img)
tf.image.image_gradients(img)
tf.image.crop_and_resize(img, [[0.0, 0.0, 1.0, 1.0]], [0], [4, 5])
tf.image.rgb_to_hsv(img)
tf.random.normal((2, 3))
tf.random.uniform((2, 3), 0, 10, dtype=tf.int32)
tf.random.truncated_normal([4])
tf.random.categorical(tf.ones((2, 5)), 3)
tf.random.shuffle(x)
tf.random.gamma([3], 1.0)
tf.signal.stft(tf.ones((2, 1000)), 255, 128)
tf.signal.frame(tf.ones((2, 1000)), 100, 50)
tf.signal.rfft(x)
tf.signal.fft(tf.cast(x, tf.complex64))
tf.signal.hann_window(10)
tf.strings.length(["a", "bc"])
tf.strings.lower(["A"])
tf.strings.to_number(["1", "2"])
tf.map_fn(lambda row: row * 2, x)
tf.map_fn(lambda row: tf.reduce_sum(row), x)""".split("\n")

tf_calls += [f"tf.experimental.numpy.{call}" for call in """matmul(x, tf.transpose(y, [0, 2, 1]))
maximum(x, 0)
add(x, y)
greater(x, y)
tanh(x)
mean(x)
mean(x, axis=1)
sum(x, axis=(1, 2))
sum(x, axis=-1, keepdims=True)
max(x, axis=1)
std(x, axis=0)
all(b)
any(b, axis=1)
argmax(x)
argmax(x, axis=-1)
cumsum(x)
cumsum(x, axis=1)
clip(x, 0, 1)
where(x > 0, x, y)
reshape(x, (2, -1))
ravel(x)
transpose(x)
transpose(x, (0, 2, 1))
expand_dims(x, -1)
squeeze(x[:, :1])
swapaxes(x, 1, 2)
moveaxis(x, 0, -1)
concatenate([x, y], axis=1)
stack([x, y])
vstack([x, y])
split(x, 2, axis=1)
tile(x, (1, 2, 1))
repeat(x, 2, axis=1)
pad(x, [[0, 0], [1, 1], [0, 0]], "constant")
dot(x, tf.ones((6, 3)))
einsum("bij,bkj->bik", x, y)
tensordot(x, tf.ones((6, 3)), 1)
outer([1.0, 2.0], [3.0, 4.0, 5.0])
zeros((2, 3))
ones_like(x)
full((2, 3), 7.0)
arange(5)
linspace(0, 1, 11)
eye(3)
array([[1.0, 2.0]])
diag([1.0, 2.0])
take(x, [0, 1], axis=1)
sort(x, axis=1)
random.randn(2, 3)
random.uniform(0.0, 1.0, (2, 3))""".split("\n")]


def told(value):
    """Shapes and types, nested as the value is."""
    if isinstance(value, (tuple, list)) and not isinstance(value, tf.TensorShape):
        return [told(each) for each in value]
    if isinstance(value, (bool, int, float, str)):
        return value
    if value is None:
        return None
    if isinstance(value, tf.TensorShape):
        return [dim for dim in value]
    return {"shape": list(value.shape), "dtype": keras.backend.standardize_dtype(value.dtype) if not str(value.dtype).startswith("<dtype: 'comp") else "complex64"}


def ask(call, symbolic):
    names = {"keras": keras, "ops": ops, "tf": tf, "np": np}
    for name, (shape, dtype) in tensors.items():
        if symbolic:
            names[name] = keras.Input(shape, dtype=dtype, name=name)
        elif name == "sq":
            names[name] = tf.constant(np.random.RandomState(0).rand(2, *shape), dtype)
        else:
            names[name] = tf.ones((2, *shape), dtype)
        if name == "v":
            names[name] = keras.Input(shape, dtype=dtype) if symbolic else tf.ones((2, *shape), dtype)
    try:
        result = eval(call, names)
    except Exception as error:
        return {"error": type(error).__name__}
    answer = {"result": told(result)}
    if symbolic:
        first = result[0] if isinstance(result, (tuple, list)) and len(result) else result
        history = getattr(first, "_keras_history", None)
        if history:
            answer["operation"] = history.operation.name
    return answer


answers = []
for call in calls:
    answer = {"call": call, "eager": ask(call, False)}
    keras.utils.clear_session()
    answer["symbolic"] = ask(call, True)
    answers.append(answer)
for call in tf_calls:
    answers.append({"call": call, "eager": ask(call, False)})
lines = ",\n".join("  " + json.dumps(answer) for answer in answers)
versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}
given = {name: {"shape": list(shape), "dtype": dtype} for name, (shape, dtype) in tensors.items()}
print(f'{{\n "versions": {json.dumps(versions)},\n "tensors": {json.dumps(given)},\n "answers": [\n{lines}\n ]\n}}')
