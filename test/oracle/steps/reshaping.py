"""Training steps through layers that rearrange, pad, cut and enlarge."""

from ask import ask, case

cases = []


def through(about, shape):
    model = f"keras.Sequential([keras.Input({shape}), layers.Dense({shape[-1]}), layers.{about}, layers.Flatten(), layers.Dense(1)])"
    cases.append(case(about, model, optimizer=f"keras.optimizers.SGD({0.0001 if len(shape) > 2 else 0.02})"))


LINE, IMAGE, VOLUME = [6, 2], [4, 5, 2], [3, 4, 3, 2]
for layer, shape in [
    ("Flatten()", IMAGE),
    ("Flatten(data_format='channels_first')", IMAGE),
    ("Reshape((4, 3))", LINE),
    ("Reshape((-1, 2, 2))", LINE),
    ("Permute((2, 1))", LINE),
    ("Permute((3, 1, 2))", IMAGE),
    ("RepeatVector(3)", [4]),
    ("ZeroPadding1D(2)", LINE),
    ("ZeroPadding1D((1, 0))", LINE),
    ("ZeroPadding2D()", IMAGE),
    ("ZeroPadding2D(((1, 0), (2, 1)))", IMAGE),
    ("ZeroPadding2D((1, 2), data_format='channels_first')", IMAGE),
    ("ZeroPadding3D((1, 0, 2))", VOLUME),
    ("Cropping1D((1, 2))", LINE),
    ("Cropping2D(((1, 1), (0, 2)))", IMAGE),
    ("Cropping2D(1)", IMAGE),
    ("Cropping3D(((1, 0), (1, 1), (0, 1)))", VOLUME),
    ("UpSampling1D(3)", LINE),
    ("UpSampling2D()", IMAGE),
    ("UpSampling2D((1, 3))", IMAGE),
    ("UpSampling2D(2, interpolation='bilinear')", IMAGE),
    ("UpSampling2D((3, 2), interpolation='bilinear')", IMAGE),
    ("UpSampling2D(2, interpolation='bicubic')", IMAGE),
    ("UpSampling2D(2, interpolation='lanczos3')", IMAGE),
    ("UpSampling2D(2, data_format='channels_first', interpolation='bilinear')", IMAGE),
    ("UpSampling3D((2, 1, 2))", VOLUME),
]:
    through(layer, shape)
for about, layer in [
    ("TimeDistributed(Dense)", "TimeDistributed(layers.Dense(3, activation='relu'))"),
    ("TimeDistributed(Sequential)", "TimeDistributed(keras.Sequential([layers.Dense(3), layers.Dense(2, activation='tanh')]))"),
    ("TimeDistributed(BatchNormalization)", "TimeDistributed(layers.BatchNormalization())"),
    ("TimeDistributed(Dense) with penalties", "TimeDistributed(layers.Dense(3, kernel_regularizer='l2', kernel_constraint='non_neg'))"),
]:
    through_model = f"keras.Sequential([keras.Input([5, 4]), layers.Dense(4), layers.{layer}, layers.Flatten(), layers.Dense(1)])"
    cases.append(case(about, through_model, optimizer="keras.optimizers.SGD(0.01)"))
for about, layer in [("TimeDistributed(Conv2D)", "TimeDistributed(layers.Conv2D(2, 2))"), ("TimeDistributed(MaxPooling2D)", "TimeDistributed(layers.MaxPooling2D())")]:
    cases.append(case(about, f"keras.Sequential([keras.Input([3, 4, 4, 2]), layers.Dense(2), layers.{layer}, layers.Flatten(), layers.Dense(1)])", optimizer="keras.optimizers.SGD(0.002)"))

ask(cases)
