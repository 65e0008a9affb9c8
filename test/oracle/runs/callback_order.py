"""When Keras calls callbacks, and what it does with what they want."""

from ask import ask

ask(
    {
        "every point, in order": """
class Watch(keras.callbacks.Callback):
    def on_train_begin(self, logs=None): print('train begin', self.params['epochs'], self.params['steps'], logs)
    def on_train_end(self, logs=None): print('train end', sorted(logs))
    def on_epoch_begin(self, epoch, logs=None): print('epoch begin', epoch, logs)
    def on_epoch_end(self, epoch, logs=None): print('epoch end', epoch, sorted(logs))
    def on_train_batch_begin(self, batch, logs=None): print('batch begin', batch, logs)
    def on_train_batch_end(self, batch, logs=None): print('batch end', batch, sorted(logs))
    def on_test_begin(self, logs=None): print('test begin', logs)
    def on_test_batch_begin(self, batch, logs=None): print('test batch begin', batch)
    def on_test_batch_end(self, batch, logs=None): print('test batch end', batch, sorted(logs))
    def on_test_end(self, logs=None): print('test end', sorted(logs))

regression().fit(x, y, batch_size=16, epochs=2, verbose=0, validation_split=0.25, callbacks=[Watch()])
""",
        "several callbacks, each in turn, with older names": """
class First(keras.callbacks.Callback):
    def __init__(self, name):
        super().__init__()
        self.name = name
        self.batches = 0
    def on_batch_end(self, batch, logs=None):
        self.batches += 1
    def on_epoch_end(self, epoch, logs=None):
        print(self.name, epoch, self.batches, self.model.optimizer.__class__.__name__)

model = regression()
history = model.fit(x, y, epochs=2, verbose=0, callbacks=[First('a'), First('b'), keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print('lambda', epoch))])
print(history.epoch)
""",
        "a callback ends the training after an epoch, and in the middle of one": """
class Stop(keras.callbacks.Callback):
    def __init__(self, point):
        super().__init__()
        self.point = point
    def on_epoch_end(self, epoch, logs=None):
        print('epoch', epoch)
        if self.point == 'epoch' and epoch == 1: self.model.stop_training = True
    def on_train_batch_end(self, batch, logs=None):
        if self.point == 'batch' and batch == 1:
            print('stops in batch', batch)
            self.model.stop_training = True

for point in ['epoch', 'batch']:
    model = regression()
    history = model.fit(x, y, batch_size=8, epochs=4, verbose=0, callbacks=[Stop(point)])
    print(point, history.epoch, model.stop_training)
""",
        "a callback sets weights and the learning rate": """
class Set(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.0 if epoch > 0 else 0.01
    def on_epoch_end(self, epoch, logs=None):
        before = self.model.get_weights()
        self.model.set_weights([np.ones_like(w) * (epoch + 1) for w in before])
        print(epoch, round(float(before[3][0]), 4), float(self.model.optimizer.learning_rate) > 0)

model = regression()
model.fit(x, y, batch_size=40, epochs=3, verbose=0, callbacks=[Set()])
print([float(w.mean()) for w in model.get_weights()])
""",
        "a callback evaluates and predicts": """
class Look(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        loss, mae = self.model.evaluate(x[:10], y[:10], verbose=0)
        print(epoch, self.model.predict(x[:3], verbose=0).shape, 0 < loss < 10, 0 < mae < 10)

regression().fit(x, y, epochs=2, verbose=0, callbacks=[Look()])
""",
        "what a callback raises leaves fit, and the model can be trained on": """
class Bad(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            raise ValueError('enough of epoch %d' % epoch)

model = regression()
try:
    model.fit(x, y, epochs=3, verbose=0, callbacks=[Bad()])
except ValueError as error:
    print('caught', error)
print(len(model.fit(x, y, epochs=2, verbose=0).epoch))
""",
        "early stopping": """
model = regression()
stop = keras.callbacks.EarlyStopping(monitor='val_loss', patience=2, min_delta=10.0, restore_best_weights=True, verbose=1)
history = model.fit(x, y, epochs=20, verbose=0, validation_split=0.25, callbacks=[stop])
print(len(history.epoch), stop.stopped_epoch, stop.wait, stop.best_epoch, stop.best == history.history['val_loss'][0])
first = regression()
first.fit(x, y, epochs=1, verbose=0, validation_split=0.25, shuffle=False)

model = regression()
stop = keras.callbacks.EarlyStopping(monitor='mae', patience=0, mode='max', start_from_epoch=2)
print(len(model.fit(x, y, epochs=20, verbose=0, callbacks=[stop]).epoch), stop.stopped_epoch)

class Mine(keras.callbacks.EarlyStopping):
    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        print('mine', epoch, self.wait)

model = regression()
model.fit(x, y, epochs=5, verbose=0, callbacks=[Mine(monitor='loss', patience=1, min_delta=10)])
""",
    }
)
