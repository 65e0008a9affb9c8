"""Training steps through activations, by name and as layers."""

from ask import ask, case

cases = []
NAMES = (
    "linear relu relu6 leaky_relu elu selu celu sigmoid tanh softmax log_softmax softplus softsign exponential hard_sigmoid "
    "silu swish hard_silu hard_swish gelu mish log_sigmoid hard_tanh tanh_shrink squareplus sparsemax sparse_plus "
    "sparse_sigmoid soft_shrink hard_shrink"
).split()
for name in NAMES:
    cases.append(case(f"activation='{name}'", f"keras.Sequential([keras.Input([5]), layers.Dense(6, activation='{name}'), layers.Dense(1)])", optimizer="keras.optimizers.SGD(0.02)"))
cases.append(
    case(
        "activation='sparsemax' along an axis of open size",
        "keras.Sequential([keras.Input([None, 3]), layers.Dense(4), layers.Permute((2, 1)), layers.Activation('sparsemax'), layers.Permute((2, 1)), layers.GlobalAveragePooling1D(), layers.Dense(1)])",
        x=[8, 5, 3],
    )
)
LAYERS = [
    "ReLU()",
    "ReLU(max_value=0.7)",
    "ReLU(negative_slope=0.2)",
    "ReLU(max_value=0.8, negative_slope=0.1, threshold=0.3)",
    "ReLU(threshold=0.2)",
    "ReLU(max_value=6, negative_slope=0.3)",
    "LeakyReLU()",
    "LeakyReLU(negative_slope=0.1)",
    "ELU()",
    "ELU(alpha=0.5)",
    "Softmax()",
    "Softmax(axis=1)",
    "Softmax(axis=[1, 2])",
    "PReLU()",
    "PReLU(shared_axes=[1])",
    "PReLU(alpha_initializer=keras.initializers.Constant(0.2), shared_axes=[1, 2])",
    "Activation('tanh')",
    "Activation(keras.activations.gelu)",
    "Activation(keras.ops.softplus)",
]
for layer in LAYERS:
    cases.append(case(f"layers.{layer}", f"keras.Sequential([keras.Input([4, 3]), layers.Dense(3), layers.{layer}, layers.Flatten(), layers.Dense(1)])", optimizer="keras.optimizers.SGD(0.05)"))

ask(cases)
