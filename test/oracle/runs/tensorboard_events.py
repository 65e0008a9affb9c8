"""What Keras's TensorBoard callback writes; its records are read by TensorFlow."""

from ask import ask

ask(
    {
        "curves and histograms": """
import os

class Fixed(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        for place, name in enumerate(list(logs)): logs[name] = 0.25 * (epoch + 1) + place

x, y = x[:16], y[:16]
inputs = keras.Input([4])
model = keras.Model(inputs, layers.Dense(1, name='out')(inputs))
model.set_weights([np.array([[0.5], [0.25], [-1.0], [2.0]]), np.array([0.125])])
model.compile(keras.optimizers.SGD(0.0), 'mse', metrics=['mae'])
board = keras.callbacks.TensorBoard('logs/run', histogram_freq=2, write_graph=False)
model.fit(x, y, batch_size=4, epochs=3, verbose=0, validation_split=0.25, callbacks=[Fixed(), board])
print(sorted(os.listdir('logs/run')), [len(os.listdir('logs/run/' + name)) for name in sorted(os.listdir('logs/run'))])
for name in sorted(os.listdir('logs/run')):
    file = 'logs/run/' + name + '/' + os.listdir('logs/run/' + name)[0]
    data = open(file, 'rb').read().decode('latin-1')
    print(name, 'tfevents' in file, len(data) > 300, 'brain.Event:2' in data)
    for tag in ['epoch_loss', 'epoch_mae', 'epoch_learning_rate', 'epoch_val_loss', 'evaluation_mae_vs_iterations', 'out/kernel/histogram', 'out/bias/histogram', 'batch_loss']:
        print(' ', tag, data.count(tag))
""",
        "batches, as often as asked": """
import os

model = regression()
model.fit(x, y, batch_size=8, epochs=2, verbose=0, callbacks=[keras.callbacks.TensorBoard('logs', write_graph=False, update_freq=2)])
data = open('logs/train/' + os.listdir('logs/train')[0], 'rb').read().decode('latin-1')
print(data.count('batch_loss'), data.count('batch_mae'), data.count('epoch_loss'))
""",
        "the layers of a model": """
import json
import os

def data(folder):
    kind = 'logs/' + folder + '/train'
    return open(kind + '/' + os.listdir(kind)[0], 'rb').read().decode('latin-1')

model = regression()
board = keras.callbacks.TensorBoard('logs/stack')
model.fit(x, y, epochs=2, verbose=0, callbacks=[board])
events = data('stack')
print(model.to_json() in events, events.count('graph_keras_model'), events.count('"class_name": "Dense"'))
print(json.dumps(json.loads(model.to_json()), sort_keys=True))

inputs = keras.Input([4], name='inputs')
model = keras.Model(inputs, layers.Dense(1, name='out')(layers.LeakyReLU(0.25, name='bent')(inputs)), name='branch')
model.compile('adam', 'mse', metrics=['mae'])
model.evaluate(x, y, verbose=0, callbacks=[keras.callbacks.TensorBoard('logs/branch')])
print(model.to_json() in data('branch'), os.listdir('logs/branch/validation') != [])
print(json.dumps(json.loads(model.to_json()), sort_keys=True))

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)

    def call(self, t):
        return self.out(t)

model = Own()
model.compile('sgd', 'mse')
model.fit(x, y, verbose=0, callbacks=[keras.callbacks.TensorBoard('logs/own')])
print('graph' in data('own'), data('own').count('epoch_loss'))
model.fit(x, y, verbose=0, callbacks=[keras.callbacks.TensorBoard('logs/none', write_graph=False)])
print('graph' in data('none'))

late = keras.Sequential([layers.Dense(3), layers.Dense(1)])
late.compile('sgd', 'mse')
late.fit(x, y, verbose=0)
print(json.dumps(json.loads(late.to_json()), sort_keys=True))
""",
    }
)
