"""Training steps about what a step is made of: moving averages, sample weights, several outputs."""

from ask import ask, case

CLASSIFIER = "keras.Sequential([keras.Input([6]), layers.Dense(5, activation='relu'), layers.Dense(4, activation='softmax')])"

ask(
    [
        case("dense layers", "keras.Sequential([keras.Input([6]), layers.Dense(5, activation='tanh'), layers.Dense(1)])"),
        case(
            "batch normalization",
            "keras.Sequential([keras.Input([6]), layers.Dense(5), layers.BatchNormalization(), layers.Dense(1)])",
        ),
        case(
            "batch normalization of images, channels in the middle",
            "keras.Sequential([keras.Input([4, 3, 2]), layers.BatchNormalization(axis=2, momentum=0.8, scale=False), layers.Flatten(), layers.Dense(1)])",
            optimizer="keras.optimizers.SGD(0.01)",
        ),
        case(
            "a frozen batch normalization",
            "keras.Sequential([keras.Input([6]), layers.Dense(5), layers.BatchNormalization(trainable=False), layers.Dense(1)])",
        ),
        case(
            "batch normalization shared by two calls",
            "keras.Model(i, layers.Dense(1)(layers.Add()([n(layers.Dense(3)(i)), n(layers.Dense(3)(i))])))",
            before="i = keras.Input([4])\nn = layers.BatchNormalization()",
        ),
        case(
            "a base called with training=False, which Keras 3 does not heed",
            "keras.Model(i, layers.Dense(1)(base(i, training=False)))",
            before="base = keras.Sequential([keras.Input([4]), layers.Dense(3), layers.BatchNormalization()])\ni = keras.Input([4])",
        ),
        case("sparse labels", CLASSIFIER, y="classes([8], 4)", loss="'sparse_categorical_crossentropy'", compile="metrics=['accuracy']"),
        case("one-hot labels", CLASSIFIER, y="one_hot(8, 4)", loss="'categorical_crossentropy'", compile="metrics=['accuracy', 'mse']"),
        case("Adam", CLASSIFIER, y="classes([8], 4)", loss="'sparse_categorical_crossentropy'", optimizer="'adam'"),
    ]
)
