"""Training steps with regularisers, constraints and penalties on what layers give."""

from ask import ask, case

cases = []


def dense(about, arguments, **more):
    cases.append(case(about, f"keras.Sequential([keras.Input([6]), layers.Dense(5, activation='tanh', {arguments}), layers.Dense(1)])", **more))


R = "keras.regularizers"
C = "keras.constraints"

dense("l1 by its name", "kernel_regularizer='l1'")
dense("l2 by its name", "kernel_regularizer='l2', bias_regularizer='l2'")
dense("L1 and L2 by the class", f"kernel_regularizer={R}.L2, bias_regularizer={R}.L1")
dense("l1l2 by its name, which is no penalty", "kernel_regularizer='l1l2'")
dense("L1 with a factor", f"kernel_regularizer={R}.L1(0.03)")
dense("l2 with a factor", f"kernel_regularizer={R}.l2(0.2)")
dense("l1_l2 with factors", f"kernel_regularizer={R}.l1_l2(l1=0.01, l2=0.1)")
dense("L1L2 with one factor", f"kernel_regularizer={R}.L1L2(l2=0.1), bias_regularizer={R}.L1L2(l1=0.1)")
dense("OrthogonalRegularizer of rows", f"kernel_regularizer={R}.OrthogonalRegularizer(0.2)")
dense("OrthogonalRegularizer of columns", f"kernel_regularizer={R}.OrthogonalRegularizer(factor=0.5, mode='columns')")
dense("orthogonal_regularizer by its name", "kernel_regularizer='orthogonal_regularizer'")
dense("activity_regularizer", f"activity_regularizer={R}.L2(0.1)")
dense("all at once", f"kernel_regularizer='l2', bias_regularizer='l1', activity_regularizer={R}.L1L2(0.02, 0.03), kernel_constraint='max_norm', bias_constraint='non_neg'")
dense("a frozen layer's penalties", "kernel_regularizer='l2', activity_regularizer='l2', kernel_constraint='unit_norm', trainable=False")

dense("non_neg", "kernel_constraint='non_neg', bias_constraint='NonNeg'")
dense("MaxNorm", f"kernel_constraint={C}.MaxNorm(0.8), bias_constraint={C}.MaxNorm(max_value=0.5)")
dense("max_norm by its name", "kernel_constraint='max_norm'")
dense("MaxNorm along the other axis", f"kernel_constraint={C}.MaxNorm(max_value=0.5, axis=1)")
dense("UnitNorm", f"kernel_constraint={C}.UnitNorm(), bias_constraint={C}.unit_norm()")
dense("UnitNorm by the class", f"kernel_constraint={C}.UnitNorm")
dense("UnitNorm along two axes", f"kernel_constraint={C}.UnitNorm(axis=[0, 1])")
dense("MinMaxNorm", f"kernel_constraint={C}.MinMaxNorm(0.9, 1.1)")
dense("MinMaxNorm by a part of the way", f"kernel_constraint={C}.MinMaxNorm(min_value=0.2, max_value=0.5, rate=0.3, axis=1)")
dense("min_max_norm by its name", "kernel_constraint='min_max_norm'")
dense("a constraint with Adam", "kernel_constraint='non_neg'", optimizer="'adam'")

IMAGES = "[layers.Flatten(), layers.Dense(1)]"


def images(about, layer, **more):
    cases.append(case(about, f"keras.Sequential([keras.Input([6, 6, 2]), {layer}, *{IMAGES}])", **{"optimizer": "keras.optimizers.SGD(0.01)", **more}))


images("a convolution's kernel", f"layers.Conv2D(3, 3, kernel_regularizer={R}.L2(0.1), kernel_constraint={C}.MaxNorm(0.9, axis=[0, 1, 2]), bias_regularizer='l1')")
images("a transposed convolution's kernel", f"layers.Conv2DTranspose(3, 2, kernel_regularizer='l1', kernel_constraint={C}.UnitNorm(axis=(0, 1, 3)))")
images("a depthwise kernel", f"layers.DepthwiseConv2D(3, depthwise_regularizer={R}.L1(0.1), depthwise_constraint='non_neg', bias_regularizer='l2', activity_regularizer='l2')")
images("separable kernels", f"layers.SeparableConv2D(4, 3, depthwise_regularizer={R}.L2(0.1), pointwise_regularizer={R}.L1(0.1), depthwise_constraint={C}.UnitNorm(axis=[0, 1]), pointwise_constraint='non_neg')")
images("gamma and beta of a batch", f"layers.BatchNormalization(gamma_regularizer={R}.L2(0.1), beta_regularizer='l1', gamma_constraint='non_neg', beta_constraint='max_norm')")
images("gamma and beta of a layer", f"layers.LayerNormalization(gamma_regularizer={R}.L2(0.1), beta_regularizer='l1', gamma_constraint={C}.MinMaxNorm(0.5, 1), beta_constraint='non_neg')")
images("gamma and beta of groups", f"layers.GroupNormalization(groups=2, gamma_regularizer={R}.L2(0.1), beta_regularizer='l1', gamma_constraint='non_neg')")
images("PReLU's alpha", f"layers.PReLU(alpha_regularizer={R}.L1(0.01), alpha_constraint='non_neg', shared_axes=[1, 2])")
images("ActivityRegularization", "layers.ActivityRegularization(l1=0.01, l2=0.02)")
images("ActivityRegularization after a convolution", "layers.Conv2D(3, 3), layers.ActivityRegularization(l2=0.1)")
images("activity_regularizer of a pooling", "layers.Conv2D(3, 3), layers.MaxPooling2D(activity_regularizer='l2')")

WORDS = "keras.Sequential([keras.Input([4], dtype='int32'), layers.Embedding(7, 3, {0}), layers.Flatten(), layers.Dense(1)])"
for about, arguments in [
    ("embeddings with a penalty", f"embeddings_regularizer={R}.L2(0.1)"),
    ("embeddings with a constraint", f"embeddings_constraint={C}.UnitNorm(axis=1)"),
    ("embeddings' activity", "activity_regularizer='l1'"),
]:
    cases.append(case(about, WORDS.format(arguments), x="classes([8, 4], 7)"))

SEQUENCES = "keras.Sequential([keras.Input([5, 4]), {0}, layers.Flatten(), layers.Dense(1)])"
cases.append(
    case(
        "a dense layer on sequences",
        SEQUENCES.format("layers.Dense(3, kernel_regularizer='l2', bias_constraint='non_neg', activity_regularizer='l2')"),
    )
)
ATTENTION = "keras.Model(i, layers.Dense(1)(layers.Flatten()({0})))"
for about, layer in [
    ("the kernels of several heads", f"layers.MultiHeadAttention(2, 3, kernel_regularizer={R}.L2(0.05), bias_regularizer='l1', kernel_constraint={C}.MaxNorm(0.7))(i, i)"),
    ("what several heads give", "layers.MultiHeadAttention(2, 3, activity_regularizer='l2')(i, i)"),
    ("what grouped heads give", "layers.GroupQueryAttention(3, 4, 2, activity_regularizer='l2', kernel_constraint='non_neg')(i, i)"),
]:
    cases.append(case(about, ATTENTION.format(layer), before="i = keras.Input([5, 4])", optimizer="keras.optimizers.SGD(0.02)"))
cases.append(
    case(
        "a layer that is called twice",
        "keras.Model([a, b], layers.Dense(1)(layers.Add()([d(a), d(b)])))",
        before="a, b = keras.Input([4]), keras.Input([4])\nd = layers.Dense(3, kernel_regularizer='l2', activity_regularizer='l1')",
        x=[[8, 4], [8, 4]],
    )
)
cases.append(
    case(
        "two outputs",
        "keras.Model(i, [layers.Dense(1, name='a', kernel_regularizer='l2')(i), layers.Dense(2, name='b', activity_regularizer='l1')(i)])",
        before="i = keras.Input([4])",
        y="[values([8, 1], 5), values([8, 2], 6)]",
        loss="['mse', 'mse']",
    )
)

ask(cases)
