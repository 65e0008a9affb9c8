"""What Keras's own callbacks do."""

from ask import ask

ask(
    {
        "ReduceLROnPlateau": """
def rounded(values): return [round(value, 6) for value in values]

model = regression()
reduce = keras.callbacks.ReduceLROnPlateau(monitor='val_loss', factor=0.5, patience=2, min_delta=10.0, verbose=1, min_lr=0.002)
history = model.fit(x, y, epochs=9, verbose=0, validation_split=0.25, callbacks=[reduce])
print(list(history.history))
print(rounded(history.history['learning_rate']), reduce.wait, reduce.cooldown_counter)

model = regression()
reduce = keras.callbacks.ReduceLROnPlateau(monitor='mae', factor=0.1, patience=1, min_delta=10.0, cooldown=2)
print(rounded(model.fit(x, y, epochs=8, verbose=0, callbacks=[reduce]).history['learning_rate']))
print(round(float(model.optimizer.learning_rate), 9), reduce.cooldown_counter)
try:
    keras.callbacks.ReduceLROnPlateau(factor=1.5)
except ValueError as error:
    print(error)
""",
        "ReduceLROnPlateau after another callback has set the rate, and what it watches not there": """
class Set(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.5 ** (epoch + 1)
        logs['epoch'] = float(epoch)

model = regression()
history = model.fit(x, y, epochs=3, verbose=0, callbacks=[Set(), keras.callbacks.ReduceLROnPlateau(monitor='nothing', mode='min')])
print(list(history.history), history.history['learning_rate'], history.history['epoch'])
""",
        "LearningRateScheduler": """
def halve(epoch, rate):
    print('schedule', epoch, round(rate, 7))
    return rate if epoch < 2 else rate * 0.5

model = regression()
schedule = keras.callbacks.LearningRateScheduler(halve, verbose=1)
history = model.fit(x, y, epochs=4, verbose=0, callbacks=[schedule])
print(list(history.history), [round(rate, 7) for rate in history.history['learning_rate']])

model = regression()
history = model.fit(x, y, epochs=3, verbose=0, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))])
print([round(rate, 6) for rate in history.history['learning_rate']])

class Steps:
    def rate(self, epoch, before): return np.float32(0.25) if epoch else before

model = regression()
print(model.fit(x, y, epochs=2, verbose=0, callbacks=[keras.callbacks.LearningRateScheduler(Steps().rate)]).history['learning_rate'][1])
try:
    model.fit(x, y, epochs=1, verbose=0, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 1)])
except ValueError as error:
    print(error)
""",
        "the learning rate of an epoch is the one that its steps take": """
model = regression()
before = model.get_weights()
model.fit(x, y, epochs=2, verbose=0, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 0.0)])
print(all((a == b).all() for a, b in zip(before, model.get_weights())))
""",
        "CSVLogger": """
class Fixed(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        for name in list(logs): logs[name] = 0.25 * (epoch + 1)

def train(**settings):
    validation = {'validation_split': 0.25} if settings.pop('validates', False) else {}
    regression().fit(x, y, epochs=2, verbose=0, callbacks=[Fixed(), keras.callbacks.CSVLogger('log.csv', **settings)], **validation)
    print(repr(open('log.csv', newline='').read()))

train()
train(validates=True, separator=';')
train(append=True, validates=True, separator=';')
train(append=True)
logger = keras.callbacks.CSVLogger('twice.csv')
for _ in range(2): regression().fit(x, y, epochs=1, verbose=0, callbacks=[Fixed(), logger])
print(open('twice.csv').read().splitlines())
""",
        "TerminateOnNaN": """
bad = x.copy()
bad[17] = np.nan
model = regression()
history = model.fit(bad, y, batch_size=8, shuffle=False, epochs=4, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()])
print(history.epoch, model.stop_training, [str(loss) for loss in history.history['loss']])
bad[17] = 1e30
try:
    regression().fit(bad, y * 1e30, batch_size=4, shuffle=False, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN(raise_error=True)])
except RuntimeError as error:
    print(str(error)[:51])

class Mine(keras.callbacks.TerminateOnNaN):
    def on_batch_end(self, batch, logs=None):
        super().on_batch_end(batch, logs)
        print('mine', batch)

bad[17] = np.nan
regression().fit(bad, y, batch_size=8, shuffle=False, epochs=4, verbose=0, callbacks=[Mine()])
print(len(regression().fit(x, y, epochs=4, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()]).epoch))
""",
        "what is best for a metric, where nobody says": """
class Fixed(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        for name in list(logs): logs[name] = float(epoch)

def epochs(monitor, metrics):
    model = regression()
    model.compile('sgd', 'mse', metrics=metrics)
    stop = keras.callbacks.EarlyStopping(monitor=monitor, patience=2)
    try:
        return len(model.fit(x, y, epochs=6, verbose=0, validation_split=0.25, callbacks=[Fixed(), stop]).epoch)
    except ValueError as error:
        return str(error)

print(epochs('loss', []), epochs('val_loss', []))
for metric in ['mae', 'mse', 'accuracy', 'binary_accuracy', keras.metrics.MeanAbsolutePercentageError(name='off')]:
    name = metric if isinstance(metric, str) else metric.name
    print(name, epochs(name, [metric]), epochs('val_' + name, [metric]))
print(epochs('nothing', []))
""",
        "EarlyStopping: baseline, patience, warming up, and what it says": """
class Fixed(keras.callbacks.Callback):
    def __init__(self, values):
        super().__init__()
        self.values = values
    def on_epoch_end(self, epoch, logs=None):
        logs['loss'] = self.values[epoch]

def run(values, **settings):
    stop = keras.callbacks.EarlyStopping(monitor='loss', **settings)
    history = regression().fit(x, y, epochs=len(values), verbose=0, callbacks=[Fixed(values), stop])
    print(len(history.epoch), stop.best, stop.best_epoch, stop.wait, stop.stopped_epoch)

run([5., 4., 3., 2., 1.], baseline=2.5, patience=2)
run([5., 4., 3., 2., 1.], baseline=2.5, patience=4)
run([1., 2., 3., 4., 5.], patience=2, start_from_epoch=2, verbose=1)
run([1., 2., 3., 4., 5.], patience=1, restore_best_weights=True, verbose=1)
run([1., 2., 1., 2., 1.], mode='max', patience=2)
run([1.0, 0.95, 0.9, 0.85], min_delta=0.2, patience=2)
""",
        "callbacks of evaluate and predict": """
class Watch(keras.callbacks.Callback):
    def on_test_begin(self, logs=None): print('test begin', self.params['steps'], logs)
    def on_test_end(self, logs=None): print('test end', sorted(logs))
    def on_test_batch_begin(self, batch, logs=None): print('test batch begin', batch)
    def on_test_batch_end(self, batch, logs=None): print('test batch end', batch, sorted(logs))
    def on_predict_begin(self, logs=None): print('predict begin', self.params['steps'], logs)
    def on_predict_end(self, logs=None): print('predict end', logs)
    def on_predict_batch_begin(self, batch, logs=None): print('predict batch begin', batch)
    def on_predict_batch_end(self, batch, logs=None): print('predict batch end', batch, np.shape(logs['outputs']))

model = regression()
model.evaluate(x, y, batch_size=16, verbose=0, callbacks=[Watch()])
model.predict(x, batch_size=16, verbose=0, callbacks=[Watch()])
model.fit(x, y, epochs=1, verbose=0, callbacks=[])
model.evaluate(x, y, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_test_end=lambda logs: print('lambda', len(logs)))])
""",
    }
)
