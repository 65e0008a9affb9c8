"""Programs whose ImageDataGenerator looks at all pictures first."""

from ask import ask

ask(
    {
        "statistics of channels": """
from tensorflow.keras.preprocessing.image import ImageDataGenerator
x = (np.arange(6*4*4*3).reshape(6,4,4,3)*37%251).astype('float32')
y = np.arange(6)
def show(g, **k):
    batch, _ = next(g.flow(x, y, batch_size=6, shuffle=False, **k))
    print([f'{value:.3f}' for value in batch.ravel()[:7]], f'{batch.std():.3f}', batch.dtype, batch.shape)
for settings in [
    {'featurewise_center': True},
    {'featurewise_std_normalization': True},
    {'featurewise_center': True, 'featurewise_std_normalization': True, 'rescale': 1 / 255},
    {'samplewise_center': True, 'featurewise_center': True},
    {'featurewise_center': True, 'horizontal_flip': True, 'width_shift_range': 0.2},
]:
    g = ImageDataGenerator(**settings)
    print(g.mean, g.std)
    g.fit(x[:4])
    print(np.round(g.mean, 3), None if g.std is None else (np.round(g.std, 3), g.std.shape, g.std.dtype))
    np.random.seed(3)
    show(g)
    np.random.seed(5)
    g.fit(x, augment=True, rounds=2, seed=11)
    print(np.round(g.mean, 3), round(np.random.rand(), 5))
    show(g, seed=2)
try:
    ImageDataGenerator(featurewise_center=True).fit(x[0])
except ValueError as error:
    print(error)
""",
    }
)
