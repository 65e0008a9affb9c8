"""What Keras's BackupAndRestore, SwapEMAWeights, CallbackList, ProgbarLogger and History do."""

from ask import ask

ask(
    {
        "BackupAndRestore goes on where a training was interrupted": """
import json
import os

class Interrupt(keras.callbacks.Callback):
    def __init__(self, epoch):
        super().__init__()
        self.epoch = epoch
    def on_epoch_begin(self, epoch, logs=None):
        print('epoch', epoch)
        if epoch == self.epoch:
            raise RuntimeError('Interrupting!')

def made():
    model = regression()
    model.compile(keras.optimizers.SGD(0.05, momentum=0.9), 'mse')
    return model

def train(model, *more):
    return model.fit(x, y, epochs=5, shuffle=False, verbose=0, callbacks=[keras.callbacks.BackupAndRestore('backup'), *more])

first = made()
try:
    train(first, Interrupt(3))
except RuntimeError as error:
    print(error)
print(sorted(os.listdir('backup')), json.load(open('backup/training_metadata.json')))
second = made()
history = train(second, Interrupt(-1))
print(history.epoch, len(history.history['loss']), os.path.exists('backup'))
whole = made()
whole.fit(x, y, epochs=5, shuffle=False, verbose=0)
print(all(np.allclose(a, b, atol=1e-6) for a, b in zip(second.get_weights(), whole.get_weights())))
print(int(second.optimizer.iterations), int(whole.optimizer.iterations))
# Keras begins a later fit of the same model there too.
print(second.fit(x, y, epochs=6, verbose=0).epoch, second.fit(x, y, epochs=2, verbose=0).epoch)
""",
        "BackupAndRestore every so many batches, twice, and kept": """
import json
import os

class Interrupt(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.seen = getattr(self, 'seen', 0) + 1
        if self.seen == 8:
            raise RuntimeError('Interrupting!')

backup = keras.callbacks.BackupAndRestore('some/backup', save_freq=3, double_checkpoint=True, delete_checkpoint=False)
try:
    regression().fit(x, y, batch_size=8, epochs=3, verbose=0, callbacks=[backup, Interrupt()])
except RuntimeError as error:
    print(error)
print(sorted(os.listdir('some/backup')))
print(json.load(open('some/backup/training_metadata.json')), json.load(open('some/backup/training_metadata.json.bkp')))
model = regression()
model.fit(x, y, batch_size=8, epochs=3, verbose=0, callbacks=[keras.callbacks.BackupAndRestore('some/backup', save_freq=3, delete_checkpoint=False)])
print(int(model.optimizer.iterations), os.path.exists('some/backup'))
for settings in [{'backup_dir': ''}, {'backup_dir': 'b', 'save_freq': 'batch'}]:
    try:
        keras.callbacks.BackupAndRestore(**settings)
    except ValueError as error:
        print(error)
""",
        "what callbacks do at a training's begin counts": """
class Begin(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.model.set_weights([np.full(w.shape, 0.125) for w in self.model.get_weights()])
        self.model.optimizer.learning_rate = 0.0
        print(self.params)

model = regression()
model.fit(x, y, epochs=2, verbose=0, callbacks=[Begin()])
print([float(w.min()) for w in model.get_weights()], [float(w.max()) for w in model.get_weights()])
model.fit(x, y, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_train_begin=lambda logs: print(logs))])
print(model.history.params, model.history.epoch)
""",
        "SwapEMAWeights": """
class Look(keras.callbacks.Callback):
    def sum(self): return round(float(sum(np.sum(w) for w in self.model.get_weights())), 4)
    def on_epoch_begin(self, epoch, logs=None): print('begin', epoch, self.sum())
    def on_epoch_end(self, epoch, logs=None): print('end', epoch, self.sum(), sorted(logs))
    def on_test_begin(self, logs=None): print('test', self.sum())
    def on_test_end(self, logs=None): print('tested', self.sum(), round(logs['loss'], 4))
    def on_predict_begin(self, logs=None): print('predict', self.sum())
    def on_predict_end(self, logs=None): print('predicted', self.sum())

def made(**settings):
    model = regression()
    model.compile(keras.optimizers.SGD(0.05, use_ema=True, ema_momentum=0.8, **settings), 'mse')
    return model

for settings in [{}, {'swap_on_epoch': True}]:
    model = made()
    history = model.fit(x, y, epochs=3, batch_size=10, shuffle=False, validation_split=0.25, verbose=0, callbacks=[keras.callbacks.SwapEMAWeights(**settings), Look()])
    print([round(loss, 4) for loss in history.history['val_loss']], round(float(sum(np.sum(w) for w in model.get_weights())), 4))
    swap = keras.callbacks.SwapEMAWeights(**settings)
    print(round(model.evaluate(x, y, verbose=0, return_dict=True, callbacks=[swap, Look()])['loss'], 4), round(model.evaluate(x, y, verbose=0, return_dict=True)['loss'], 4))
    print(round(float(model.predict(x, verbose=0, callbacks=[swap, Look()]).sum()), 4))
    print(round(model.evaluate(x, y, verbose=0, return_dict=True)['loss'], 4))

class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = epoch == 1

for settings in [{}, {'swap_on_epoch': True}]:
    model = made()
    model.fit(x, y, epochs=4, batch_size=10, shuffle=False, verbose=0, callbacks=[keras.callbacks.SwapEMAWeights(**settings), Stop()])
    print([round(float(w.sum()), 4) for w in model.get_weights()])
    model.fit(x, y, epochs=1, batch_size=10, shuffle=False, verbose=0)
    print([round(float(w.sum()), 4) for w in model.get_weights()])
""",
        "SwapEMAWeights without running means": """
try:
    regression().fit(x, y, validation_split=0.25, verbose=0, callbacks=[keras.callbacks.SwapEMAWeights()])
except ValueError as error:
    print(str(error).split('Received')[0])
""",
        "what compile keeps, and load_weights brings of the optimizer": """
model = regression()
model.compile('sgd', 'mse')
print(model.evaluate(x, y, verbose=0, return_dict=True).keys(), list(model.fit(x, y, batch_size=10, verbose=0).history))
model.save_weights('kept.weights.h5')
other = keras.models.clone_model(model)
other.compile(keras.optimizers.SGD(0.5), 'mse')
other.load_weights('kept.weights.h5')
print(int(other.optimizer.iterations), round(float(other.optimizer.learning_rate), 4))
other.fit(x, y, verbose=0)
print(int(other.optimizer.iterations))
momentum = keras.models.clone_model(model)
momentum.compile(keras.optimizers.SGD(0.05, momentum=0.9), 'mse')
momentum.fit(x, y, epochs=2, verbose=0, shuffle=False)
momentum.save_weights('momentum.weights.h5')
momentum.fit(x, y, epochs=2, verbose=0, shuffle=False)
again = keras.models.clone_model(model)
again.compile(keras.optimizers.SGD(0.05, momentum=0.9), 'mse')
again.load_weights('momentum.weights.h5')
again.fit(x, y, epochs=2, verbose=0, shuffle=False)
print(all(np.allclose(a, b, atol=1e-6) for a, b in zip(momentum.get_weights(), again.get_weights())))
""",
        "CallbackList and ProgbarLogger": """
class Mine(keras.callbacks.Callback):
    def on_train_begin(self, logs=None): print('train begin', logs, self.params['epochs'])
    def on_epoch_begin(self, epoch, logs=None): print('epoch begin', epoch, logs)
    def on_train_batch_end(self, batch, logs=None): print('batch end', batch, logs)
    def on_epoch_end(self, epoch, logs=None): print('epoch end', epoch, logs)
    def on_train_end(self, logs=None): print('train end', logs, self.model.name)

model = keras.Sequential([keras.Input([4]), layers.Dense(1)], name='linear')
model.compile('sgd', 'mse')
together = keras.callbacks.CallbackList([Mine()], add_history=True, model=model, epochs=2, steps=1, verbose=0)
together.on_train_begin()
for epoch in range(2):
    together.on_epoch_begin(epoch)
    together.on_train_batch_begin(0)
    together.on_train_batch_end(0, {'loss': 0.5})
    together.on_epoch_end(epoch, {'loss': 0.25 / (epoch + 1)})
together.on_train_end()
print(len(together.callbacks), model.history.history)

both = keras.callbacks.CallbackList([[keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print('lambda', epoch))], keras.callbacks.ProgbarLogger()], model=model, verbose=0, epochs=1, steps=5)
model.fit(x, y, verbose=0, callbacks=both)
model.fit(x, y, verbose=0, callbacks=[[keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print('nested', epoch))], [keras.callbacks.ProgbarLogger()]])
""",
        "History as a callback, and as others see it": """
class Watch(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, len(self.model.history.history.get('loss', [])), self.model.history.epoch)

model = regression()
mine = keras.callbacks.History()
print(mine.history)
given = model.fit(x, y, epochs=2, verbose=0, callbacks=[mine, Watch()])
print(given is mine, sorted(mine.history), mine.epoch, model.history is mine)
model.fit(x, y, epochs=1, verbose=0, callbacks=[mine])
print(len(mine.history['loss']), mine.epoch, mine.params['epochs'])

class Losses(keras.callbacks.History):
    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, {'only': logs['loss'] * 0})

print(model.fit(x, y, epochs=3, verbose=0, callbacks=[Losses()]).history)
other = regression()
print(other.fit(x, y, epochs=2, verbose=0, callbacks=[Watch()]).epoch)
""",
    }
)
