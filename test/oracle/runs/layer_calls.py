"""Programs that call layers and models on arrays, and what they print under real Keras: python test/oracle/runs/layer_calls.py > test/oracle/runs/layer_calls.json"""

from ask import ask

PROGRAMS = {
    "augmentation layers train where nobody says otherwise": """
images = np.arange(24, dtype='float32').reshape(2, 3, 4, 1)
invert = layers.RandomInvert((1.0, 1.0), value_range=(0, 23))
print(np.array(invert(images)).ravel().tolist())
print(np.array(invert(images, training=False)).ravel().tolist())
print(np.array(invert(images[0], training=True)).ravel().tolist())
bright = layers.RandomBrightness((0.5, 0.5), value_range=(0, 20))
print(np.array(bright(images)).ravel().tolist())
shift = layers.RandomTranslation((1 / 3, 1 / 3), (-0.25, -0.25), fill_mode='constant', interpolation='nearest')
print(np.array(shift(images))[0, :, :, 0].tolist())
crop = layers.RandomCrop(2, 2)
print(crop(images).shape, crop(images, training=False).shape)
print(np.array(layers.CenterCrop(1, 2)(images)).ravel().tolist())
""",
    "a pipeline of augmentation, called and in a model": """
images = np.arange(24, dtype='float32').reshape(2, 3, 4, 1)
augment = keras.Sequential([layers.RandomInvert((1.0, 1.0), value_range=(0, 23)), layers.Dropout(0.5)])
print(np.array(augment(images)).ravel()[:6].tolist())
print(np.array(augment(images, training=False)).ravel()[:6].tolist())
print(augment.predict(images, verbose=0).ravel()[:6].tolist())
inputs = keras.Input((3, 4, 1))
model = keras.Model(inputs, layers.Flatten()(augment(inputs)))
print(model.predict(images, verbose=0)[0, :6].tolist())
print(np.array(model(images))[0, :6].tolist())
for image in images:
    print(np.array(augment(image[None])).shape)
""",
    "a model whose call has no training argument": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.invert = layers.RandomInvert((1.0, 1.0), value_range=(0, 9))
        self.flat = layers.Flatten()

    def call(self, x):
        return self.flat(self.invert(x))


class Told(Net):
    def call(self, x, training=None):
        return self.flat(self.invert(x, training=training))


class Dropping(Net):
    def __init__(self):
        super().__init__()
        self.drop = layers.Dropout(0.5)

    def call(self, x):
        return self.flat(self.invert(self.drop(x)))


images = np.arange(8, dtype='float32').reshape(2, 2, 2, 1)
for net in (Net(), Told(), Dropping()):
    print(np.array(net(images)).tolist())
    print(net.predict(images, verbose=0).tolist())
print(np.array(Told()(images, training=True)).tolist())
""",
    "a model called with training=True": """
inputs = keras.Input([4])
norm = layers.BatchNormalization(momentum=0.5)
model = keras.Model(inputs, layers.Activation('relu')(norm(inputs)))
data = np.arange(8, dtype='float32').reshape(2, 4)
print(np.round(np.array(model(data, training=True)), 3).tolist())
print(np.round(np.array(norm.moving_mean), 4).tolist(), np.round(np.array(norm.moving_variance), 4).tolist())
print(np.round(np.array(model(data, training=False)), 3).tolist())
print(np.round(np.array(norm.moving_mean), 4).tolist())
print(np.round(np.array(norm(data, training=True)), 3).tolist())
dropped = np.array(layers.Dropout(0.5)(np.ones((100, 100), 'float32'), training=True))
print(sorted(set(dropped.ravel().tolist())), 0.45 < dropped.mean() / 2 < 0.55)
""",
}

ask(PROGRAMS)
