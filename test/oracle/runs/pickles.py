"""Pickles of plain values and arrays around a training: histories, splits of data, the data sets of courses."""

from ask import ask

ask(
    {
        "what a script keeps and loads again": """
import io, pickle

features = {'images': np.arange(12, dtype='float32').reshape(3, 4), 'labels': np.array([3, 1, 2]), 'names': ['a', 'é', 'b' * 300],
            'split': (0.8, None, True), 'big': [2 ** 40, -5, 70000, -300, 255, 256], 'raw': b'\\x00\\xff', 'mean': np.float32(1.5), 'empty': [], 'none': {}}
with open('features.p', 'wb') as file:
    pickle.dump(features, file)
    pickle.dump([1, 2], file, protocol=pickle.HIGHEST_PROTOCOL)
with open('features.p', 'rb') as file:
    loaded = pickle.load(file)
    print(pickle.load(file))
    try:
        pickle.load(file)
    except EOFError as error:
        print('at the end:', error)
print(loaded['images'], loaded['images'].dtype, loaded['labels'], loaded['labels'].dtype)
print({name: value for name, value in loaded.items() if name not in ('images', 'labels', 'names')}, [len(each) for each in loaded['names']], loaded['names'][1])
print(type(loaded['split']), loaded['mean'] + 1)
row = [1]
again = pickle.loads(pickle.dumps({'a': row, 'b': row}))
again['a'].append(2)
print(again)
loaded['images'][0, 0] = 9
print(loaded['images'][0])
""",
        "a history of training": """
import pickle
model = regression()
history = model.fit(x, y, epochs=2, verbose=0)
with open('history.pkl', 'wb') as file:
    pickle.dump(history.history, file)
print(pickle.load(open('history.pkl', 'rb')) == history.history)
weights = pickle.loads(pickle.dumps(model.get_weights()))
print([bool((a == b).all()) for a, b in zip(weights, model.get_weights())])
""",
        "a pickle of Python 2": """
import pickle
old = b"(dp0\\nS'labels'\\np1\\n(lp2\\nI1\\naI2\\nasS'name'\\np3\\nS'caf\\xe9'\\np4\\ns."
print(pickle.loads(old, encoding='latin1'), pickle.loads(old, encoding='bytes'))
try:
    pickle.loads(old)
except UnicodeDecodeError as error:
    print(error)
""",
    }
)
