"""What ONNX's own evaluator (NumPy) answers for one use or more of each operator: operators.json.

    python -P test/oracle/operators.py > test/oracle/operators.json
"""

import json
import sys

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

OPSET = 21
rng = np.random.default_rng(2)
cases = []


def f(*shape, low=-2.0, high=2.0):
    return rng.uniform(low, high, shape).astype(np.float32)


def i64(*values):
    return np.array(values, dtype=np.int64)


def attribute_json(attribute):
    value = helper.get_attribute_value(attribute)
    kind = onnx.AttributeProto.AttributeType.Name(attribute.type)
    if kind == "STRING":
        return {"string": value.decode()}
    if kind == "TENSOR":
        return {"tensor": tensor_json(numpy_helper.to_array(value))}
    return {kind.lower(): list(value) if kind in ("INTS", "FLOATS") else value}


def number(value):
    """JSON has no NaN, no infinities, and integers up to 2^53: others are written as text."""
    value = value.item()
    return value if abs(value) <= 2**53 else str(value)


def tensor_json(array):
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": [number(v) for v in array.reshape(-1)]}


def case(op, *inputs, outputs=1, note="", **attributes):
    names = ["" if value is None else f"x{index}" for index, value in enumerate(inputs)]
    results = [f"y{index}" for index in range(outputs)]
    node = helper.make_node(op, names, results, **attributes)
    info = lambda name, value: helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
    feeds = {name: value for name, value in zip(names, inputs) if name}
    graph = helper.make_graph([node], op, [info(n, v) for n, v in feeds.items()], [onnx.ValueInfoProto(name=n) for n in results])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    answers = ReferenceEvaluator(model).run(None, feeds)
    cases.append(
        {
            "name": f"{op} {note}".strip(),
            "op": op,
            "inputs": [None if value is None else tensor_json(value) for value in inputs],
            "attributes": {a.name: attribute_json(a) for a in node.attribute},
            "outputs": [tensor_json(np.asarray(answer)) for answer in answers],
        }
    )


x = f(2, 3)
positive = f(2, 3, low=0.1, high=3)
unit = f(2, 3, low=-0.9, high=0.9)
for op in "Identity Relu Neg Abs Sign Floor Ceil Exp Sigmoid Tanh Erf Softplus Softsign HardSwish Mish Sin Cos Tan Atan Sinh Cosh Asinh".split():
    case(op, x)
for op in "Log Sqrt Reciprocal".split():
    case(op, positive)
for op in "Asin Acos Atanh".split():
    case(op, unit)
case("Acosh", positive + 1)
case("Round", np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.4], dtype=np.float32))
for op, alpha in [("Elu", 0.7), ("Celu", 0.7), ("LeakyRelu", 0.3), ("ThresholdedRelu", 0.4)]:
    case(op, x, alpha=alpha)
case("Selu", x)
case("HardSigmoid", x, alpha=1 / 6, beta=0.5)
case("Gelu", x, note="exact")
case("Gelu", x, approximate="tanh", note="by tanh")
case("Not", x > 0)
odd = np.array([np.nan, np.inf, -np.inf, 1], dtype=np.float32)
case("IsNaN", odd)
case("IsInf", odd)
case("IsInf", odd, detect_negative=0, note="positive alone")
case("Clip", x, np.float32(-0.5), np.float32(0.5))
case("Clip", x, None, np.float32(0.5), note="from above")

a, b = f(2, 1, 3), f(4, 1, low=0.5, high=2)
for op in "Add Sub Mul Div Equal Less LessOrEqual Greater GreaterOrEqual Min Max Sum".split():
    case(op, a, b)
case("Mean", a, a + 1)
case("Equal", i64(1, 2, 3), i64(1, 5, 3), note="of integers")
case("Div", i64(7, -7, 9), i64(2, 2, -4), note="of integers")
case("Mul", np.array([3, -4], dtype=np.int32), np.array([5, 6], dtype=np.int32), note="of int32")
case("Mod", i64(7, -7, 9), i64(3, 3, -4))
case("Mod", np.float32([7.5, -7.5]), np.float32([2, 2]), fmod=1, note="by the dividend's sign")
case("Pow", positive, np.float32(2.5))
for op in "And Or Xor".split():
    case(op, a > 0, b > 1)
case("Where", f(2, 3) > 0, x, np.float32(9))

cube = f(2, 3, 4)
for op in "ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceSumSquare ReduceL1 ReduceL2 ReduceLogSumExp".split():
    case(op, cube, i64(1), note="one axis")
    case(op, cube, i64(0, -1), keepdims=0, note="two axes")
    case(op, cube, note="all axes")
case("ReduceLogSum", np.abs(cube), i64(1))
case("ReduceSum", cube, i64(), noop_with_empty_axes=1, note="no axes")
for op in "ArgMax ArgMin".split():
    case(op, cube, axis=1)
    case(op, cube, axis=-1, keepdims=0, note="axis dropped")
    case(op, np.float32([[1, 3, 3, 1]]), axis=1, select_last_index=1, note="last of equals")
for op in "Softmax LogSoftmax Hardmax".split():
    case(op, cube)
    case(op, cube, axis=1, note="along a middle axis")
case("Softmax", np.float32([[1000, 1001, 999]]), note="of large numbers")

case("MatMul", f(2, 3), f(3, 4))
case("MatMul", f(2, 1, 2, 3), f(5, 3, 4), note="with leading axes")
case("MatMul", f(3), f(3, 4), note="of a row")
case("MatMul", f(2, 3), f(3), note="of a column")
case("Gemm", f(2, 3), f(3, 4), f(4))
case("Gemm", f(3, 2), f(4, 3), f(2, 1), transA=1, transB=1, alpha=0.5, beta=2.0, note="transposed")
case("Gemm", f(2, 3), f(3, 4), note="without addend")

image, kernel = f(2, 3, 6, 5), f(4, 3, 3, 3)
case("Conv", image, kernel, f(4))
case("Conv", image, kernel, strides=[2, 2], pads=[1, 0, 1, 2], note="strided and padded")
case("Conv", image, kernel, strides=[2, 2], auto_pad="SAME_UPPER", note="same")
case("Conv", image, kernel, dilations=[2, 2], pads=[2, 2, 2, 2], note="dilated")
case("Conv", f(1, 4, 5, 5), f(6, 2, 2, 2), group=2, note="in groups")
case("Conv", f(2, 3, 7), f(4, 3, 3), note="of one axis")
case("ConvTranspose", f(2, 3, 4, 4), f(3, 2, 3, 3), f(2))
case("ConvTranspose", f(1, 3, 4, 4), f(3, 2, 3, 3), strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1], note="strided")
case("ConvTranspose", f(1, 2, 3, 3), f(2, 1, 2, 2), dilations=[2, 2], note="dilated")
case("MaxPool", image, kernel_shape=[2, 2], strides=[2, 2])
case("MaxPool", image, kernel_shape=[2, 2], strides=[2, 2], outputs=2, note="with indices")
case("MaxPool", image, kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER", note="same")
case("MaxPool", image, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1, note="rounded up")
case("AveragePool", image, kernel_shape=[2, 2], strides=[2, 2])
case("AveragePool", image, kernel_shape=[3, 3], pads=[1, 1, 1, 1], note="padded")
case("AveragePool", image, kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1, note="padding counted")
case("LpPool", image, kernel_shape=[2, 2], p=2)
case("GlobalAveragePool", image)
case("GlobalMaxPool", image)
case("BatchNormalization", image, f(3), f(3), f(3), f(3, low=0.5, high=2))
case("BatchNormalization", image, f(3), f(3), f(3), f(3, low=0.5, high=2), training_mode=1, momentum=0.8, outputs=3, note="training")
case("LayerNormalization", cube, f(4), f(4))
case("LayerNormalization", cube, f(3, 4), axis=1, note="over two axes")
case("Dropout", x, np.float32(0.5), np.array(False), outputs=2, note="not training")

case("Reshape", cube, i64(0, -1))
case("Reshape", cube, i64(4, 6), note="fixed")
case("Flatten", cube)
case("Flatten", cube, axis=-1, note="last axis")
case("Squeeze", f(1, 3, 1), i64(0))
case("Squeeze", f(1, 3, 1), note="all")
case("Unsqueeze", f(3, 4), i64(0, -1))
case("Transpose", cube)
case("Transpose", cube, perm=[1, 0, 2], note="chosen")
case("Slice", cube, i64(1, 0), i64(3, 2**63 - 1), i64(1, 2), i64(1, 2))
case("Slice", cube, i64(-1), i64(-(2**63)), i64(2), i64(-1), note="backwards")
case("Slice", i64(1, 2, 3, 4), i64(1), i64(-1), note="of integers")
case("Concat", f(2, 1), f(2, 3), axis=1)
case("Concat", i64(1, 2), i64(3), axis=0, note="of integers")
case("Split", f(2, 7), num_outputs=3, axis=1, outputs=3)
case("Split", f(2, 7), i64(2, 5), axis=-1, outputs=2, note="by sizes")
case("Pad", f(2, 3), i64(0, 1, 2, 0), np.float32(7))
case("Pad", f(2, 3), i64(0, 2, 0, 1), mode="reflect", note="reflected")
case("Pad", f(2, 3), i64(1, 1, 1, 1), mode="edge", note="edges")
case("Pad", f(2, 3), i64(0, 2), None, i64(1), note="of one axis")
case("Expand", f(3, 1), i64(2, 1, 4))
case("Tile", f(2, 2), i64(2, 3))
case("Trilu", f(2, 3, 4))
case("Trilu", f(3, 3), i64(-1)[0], upper=0, note="lower")
case("Resize", f(1, 1, 2, 3), None, np.float32([1, 1, 2, 3]), mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")
case("Resize", f(1, 1, 4, 4), None, None, i64(1, 1, 2, 2), mode="nearest", note="to a size")

case("Gather", cube, i64(2, 0, -1), axis=1)
case("Gather", cube, np.array([[0, 1]], dtype=np.int32), note="by a matrix")
case("GatherElements", f(3, 3), np.array([[0, 2, -1], [1, 0, 0]], dtype=np.int64), axis=0)
case("GatherND", cube, np.array([[0, 1], [1, 2]], dtype=np.int64))
case("GatherND", cube, np.array([[1], [0]], dtype=np.int64), batch_dims=1, note="within batches")
case("ScatterElements", f(3, 3), np.array([[0, 2, 1], [1, 0, 2]], dtype=np.int64), f(2, 3), axis=0)
case("ScatterElements", f(1, 5), np.array([[1, 1]], dtype=np.int64), f(1, 2), axis=1, reduction="add", note="adding")
case("ScatterND", f(4, 2), np.array([[2], [0]], dtype=np.int64), f(2, 2))
case("ScatterND", f(4, 2), np.array([[2], [2]], dtype=np.int64), f(2, 2), reduction="add", note="adding")
case("OneHot", i64(1, 0, 3, -1), i64(4)[0], np.float32([0, 1]))
case("OneHot", np.array([[1, 2]], dtype=np.int64), i64(3)[0], np.float32([-1, 5]), axis=1, note="along a middle axis")
case("CumSum", cube, i64(1)[0])
case("CumSum", cube, i64(2)[0], exclusive=1, reverse=1, note="from the end, without itself")
case("TopK", cube, i64(2), outputs=2)
case("TopK", f(2, 5), i64(3), largest=0, axis=1, outputs=2, note="smallest")
case("NonZero", np.float32([[1, 0, 2], [0, 0, 3]]))

case("Shape", cube)
case("Shape", cube, start=1, note="from the second axis")
case("Size", cube)
case("Constant", value=numpy_helper.from_array(f(2, 2)))
case("Constant", value_ints=[3, 4], note="of integers")
case("Constant", value_float=2.5, note="of a number")
case("ConstantOfShape", i64(2, 3), value=numpy_helper.from_array(np.array([7], dtype=np.int64)))
case("Range", i64(2)[0], i64(9)[0], i64(3)[0])
case("Range", np.float32(1), np.float32(0), np.float32(-0.25), note="downwards")
case("Cast", f(3), to=7, note="to int64")
case("Cast", i64(0, 2), to=9, note="to bool")
case("Cast", np.array([True, False]), to=1, note="to float32")
case("CastLike", f(3), i64(1))

words = np.array([[2**64 - 59, 2**63 + 12345, 7], [0x9E3779B97F4A7C15, 2**33 + 1, 0]], dtype=np.uint64)
keys = np.array([0xBF58476D1CE4E5B9, 3, 2**40 + 9], dtype=np.uint64)
for op in "Add Sub Mul Less BitwiseAnd BitwiseOr BitwiseXor".split():
    case(op, words, keys, note="of 64 bits")
case("BitwiseXor", np.array([5, -3, 0], dtype=np.int32), np.array([3], dtype=np.int32), note="of int32")
case("BitShift", words, np.array(30, dtype=np.uint64), direction="RIGHT")
case("BitShift", np.array([1, 2**31, 5], dtype=np.uint32), np.array([1, 1, 4], dtype=np.uint32), direction="LEFT", note="to the left")
case("Cast", i64(3, 2**60 + 1), to=13, note="from int64 to uint64")

versions = {"onnx": onnx.__version__, "numpy": np.__version__, "python": sys.version.split()[0]}
json.dump({"versions": versions, "opset": OPSET, "cases": cases}, sys.stdout)
sys.stdout.write("\n")
