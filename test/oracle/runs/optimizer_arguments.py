"""Names of arguments that Keras 3's optimisers do not take any more, and what else they refuse."""

from ask import ask

TRY = """

def tried(make):
    try:
        print(float(make().learning_rate))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


"""

ask(
    {
        "lr is refused": TRY
        + """
for name in ['SGD', 'Adam', 'RMSprop', 'Adagrad', 'Nadam', 'Adadelta', 'Adamax', 'Ftrl', 'AdamW']:
    tried(lambda: getattr(keras.optimizers, name)(lr=0.25))
tried(lambda: keras.optimizers.SGD(lr=0.25, momentum=0.9, decay=1e-6, nesterov=True))
tried(lambda: keras.optimizers.Adam(0.5, lr=0.25, clipnorm=1.0))
""",
        "decay is ignored": TRY
        + """
tried(lambda: keras.optimizers.SGD(0.5, decay=1e-2))
model = regression()
model.compile(keras.optimizers.SGD(0.01, decay=0.5), 'mse')
again = regression()
again.compile(keras.optimizers.SGD(0.01), 'mse')
losses = [each.fit(x, y, epochs=2, shuffle=False, verbose=0).history['loss'] for each in (model, again)]
print(losses[0] == losses[1])
""",
        "names that no optimiser has": TRY
        + """
tried(lambda: keras.optimizers.Adam(leaning_rate=0.25))
tried(lambda: keras.optimizers.Adam(beta1=0.9, beta2=0.99, decay=0.1))
tried(lambda: keras.optimizers.Nadam(schedule_decay=0.004))
tried(lambda: keras.optimizers.SGD(0.5, nestorov=True, name2='a'))
""",
    }
)
