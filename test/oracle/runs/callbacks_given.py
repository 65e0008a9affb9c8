"""Programs that give callbacks alone, in lists of lists and in dicts."""

from ask import ask

ask(
    {
        "one callback, and several in nests": """
model = regression()
class Mine(keras.callbacks.Callback):
    def __init__(self, name): super().__init__(); self.name=name
    def on_epoch_end(self, epoch, logs=None): print(self.name, epoch, list(logs))
    def on_test_end(self, logs=None): print(self.name, 'tested', list(logs))
    def on_predict_end(self, logs=None): print(self.name, 'predicted')
stop = keras.callbacks.EarlyStopping(monitor='loss', min_delta=1e9, patience=1)
h = model.fit(x, y, epochs=9, verbose=0, callbacks=stop)
print(len(h.history['loss']), stop.stopped_epoch)
model.fit(x, y, epochs=2, verbose=0, callbacks=Mine('one'))
model.fit(x, y, verbose=0, callbacks={'b': Mine('b'), 'a': Mine('a')})
model.fit(x, y, verbose=0, callbacks=([Mine('in a list')], (Mine('in a tuple'),)))
model.evaluate(x, y, verbose=0, callbacks=Mine('one'))
model.predict(x, verbose=0, callbacks=(Mine('one'),))
model.fit(x, y, verbose=0, callbacks=[])
model.fit(x, y, verbose=0, callbacks=())
""",
    }
)
