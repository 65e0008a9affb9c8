"""When Keras's ModelCheckpoint saves, and under which name."""

from ask import ask

ask(
    {
        "each epoch, the best alone, weights alone": """
import os

class Fixed(keras.callbacks.Callback):
    values = [3.0, 2.0, 2.5, 1.0]
    def on_epoch_end(self, epoch, logs=None):
        logs['val_loss'] = self.values[epoch]

def run(file, **settings):
    model = regression()
    save = keras.callbacks.ModelCheckpoint(file, **settings)
    model.fit(x, y, batch_size=10, epochs=4, verbose=0, callbacks=[Fixed(), save])
    print(sorted(os.listdir(os.path.dirname(file))), save.best)

run('a/{epoch:02d}-{val_loss:.2f}.keras')
run('b/best.keras', save_best_only=True, verbose=1)
run('c/best-{epoch}.weights.h5', save_best_only=True, save_weights_only=True, verbose=1, initial_value_threshold=2.2)
run('d/worst-{epoch}.h5', save_best_only=True, mode='max')
run('e/{epoch}-{batch}.weights.h5', save_weights_only=True, save_freq=3)
for settings in [{'filepath': 'a.txt'}, {'filepath': 'a.h5', 'save_weights_only': True}, {'filepath': 'a.keras', 'save_freq': 'day'}]:
    try:
        keras.callbacks.ModelCheckpoint(**settings)
    except ValueError as error:
        print(error)
try:
    run('f/{nothing}.keras')
except KeyError as error:
    print('KeyError', 'nothing' in str(error))
""",
        "what was not saved": """
for path in ('none.keras', 'none', 'none.h5'):
    try:
        keras.models.load_model(path)
    except (ValueError, OSError) as error:
        print(path, type(error).__name__, str(error)[:40] if isinstance(error, ValueError) else '')
""",
        "what was saved is what the model was": """
class Keep(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1: self.kept = self.model.get_weights()

keep = Keep()
model = regression()
model.fit(x, y, epochs=3, verbose=0, callbacks=[keep, keras.callbacks.ModelCheckpoint('at-{epoch}.keras')])
loaded = keras.models.load_model('at-2.keras')
print(all((a == b).all() for a, b in zip(loaded.get_weights(), keep.kept)))
print(any((a != b).any() for a, b in zip(model.get_weights(), keep.kept)))
""",
    }
)
