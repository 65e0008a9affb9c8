"""Programs that turn texts into numbers, and what they print under real Keras: python test/oracle/runs/texts.py > test/oracle/runs/texts.json"""

from ask import ask

VECTORIZERS = [
    "",
    "output_sequence_length=5",
    "max_tokens=5, output_sequence_length=2",
    "ngrams=2",
    "ngrams=(1, 3)",
    "split='character'",
    "standardize=None",
    "standardize='lower'",
    "split=None",
    "output_mode='multi_hot'",
    "output_mode='count', max_tokens=10, pad_to_max_tokens=True",
]

PROGRAMS = {
    **{
        f"TextVectorization({settings})": f"""
texts = ["The cat sat.", "a dog, the DOG! Élan", "", "cat\\tcat\\n dog's"]
vectorize = layers.TextVectorization({settings})
vectorize.adapt(texts)
print([str(word) for word in vectorize.get_vocabulary()], vectorize.vocabulary_size())
for given in (texts, np.array(texts), np.array(texts)[:, None], np.array(texts)[1:3], "the cat", [["a dog"]]):
    numbers = vectorize(given)
    print(tuple(numbers.shape), np.array(numbers).tolist())
"""
        for settings in VECTORIZERS
    },
    "TextVectorization with tf_idf": """
texts = ["The cat sat.", "a dog, the DOG!", "cat"]
vectorize = layers.TextVectorization(output_mode='tf_idf')
vectorize.adapt(texts)
print(np.round(np.array(vectorize(texts)), 4).tolist())
given = layers.TextVectorization(output_mode='tf_idf', vocabulary=['a', 'b'], idf_weights=[0.5, 0.25])
print(np.array(given(["a b c a", "b"])).tolist())
""",
    "StringLookup": """
for settings in (dict(), dict(mask_token=''), dict(output_mode='one_hot'), dict(output_mode='multi_hot'), dict(output_mode='count'), dict(oov_token='?', mask_token='b')):
    words = ['a', 'c'] if settings.get('mask_token') == 'b' else ['a', 'b', 'c']
    lookup = layers.StringLookup(vocabulary=words, **settings)
    for given in ([['a', 'z'], ['c', '']], np.array(['a', 'c', 'b']), 'a', [['a'], ['b']]):
        numbers = lookup(given)
        print(tuple(numbers.shape), np.array(numbers).tolist())
lookup = layers.StringLookup()
lookup.adapt(np.array([["b", "a"], ["b", "c"]]))
print(lookup(["c", "b", "a", "d"]).numpy().tolist())
numbers = layers.IntegerLookup(vocabulary=[5, 3])
print(numbers(np.array([3, 4, 5])).numpy().tolist())
""",
    "a lookup the other way round": """
back = layers.StringLookup(vocabulary=['a', 'b'], invert=True)
print([str(word if isinstance(word, str) else word.decode()) for word in np.array(back(np.array([2, 0, 1, 7])))])
""",
    "texts as numbers train": """
texts = np.array(["good film", "bad film", "very good", "very bad", "good good", "bad"])
labels = np.array([1, 0, 1, 0, 1, 0])
vectorize = layers.TextVectorization(max_tokens=20, output_sequence_length=4)
vectorize.adapt(texts)
numbers = vectorize(texts)
model = keras.Sequential([
    keras.Input([4], dtype='int64'),
    layers.Embedding(vectorize.vocabulary_size(), 2),
    layers.GlobalAveragePooling1D(),
    layers.Dense(1, activation='sigmoid'),
])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.Adam(0.1), 'binary_crossentropy', metrics=['accuracy'])
history = model.fit(numbers, labels, epochs=3, batch_size=6, verbose=0)
print(np.round(history.history['loss'], 4).tolist())
print(np.round(model.predict(vectorize(["good", "bad film"]), verbose=0), 3).tolist())
""",
    "a model that reads texts": """
import tensorflow as tf

texts = np.array(["good film", "bad film", "very good", "very bad", "good good", "bad"])
labels = np.array([1, 0, 1, 0, 1, 0])
vectorize = layers.TextVectorization(max_tokens=20, output_sequence_length=4)
vectorize.adapt(texts)
inputs = keras.Input((1,), dtype='string')
hidden = layers.Embedding(vectorize.vocabulary_size(), 2)(vectorize(inputs))
model = keras.Model(inputs, layers.Dense(1, activation='sigmoid')(layers.GlobalAveragePooling1D()(hidden)))
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.Adam(0.1), 'binary_crossentropy', metrics=['accuracy'])
print(np.round(model.predict(tf.constant([["good"], ["bad film"]]), verbose=0), 3).tolist())
print(np.round(model.evaluate(tf.constant(texts), labels, verbose=0), 4).tolist())
inner = keras.Sequential([keras.Input((4,), dtype='int64'), *model.layers[2:]])
whole = keras.Sequential([keras.Input((1,), dtype='string'), vectorize, inner])
print(np.round(whole.predict(tf.constant([["good"], ["bad film"]]), verbose=0), 3).tolist())
""",
    "words beside numbers": """
import tensorflow as tf

words = tf.constant([["a"], ["b"], ["c"], ["a"], ["z"], ["b"]])
numbers = np.arange(6, dtype='float32')[:, None] / 6
labels = np.arange(6) % 2
word, number = keras.Input((1,), dtype='string', name='word'), keras.Input((1,), name='number')
lookup = layers.StringLookup(vocabulary=['a', 'b', 'c'], output_mode='one_hot')
joined = layers.Concatenate()([lookup(word), number])
model = keras.Model([word, number], layers.Dense(1, activation='sigmoid')(joined))
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.5), 'binary_crossentropy')
print(np.round(model.predict({'word': words, 'number': numbers}, verbose=0), 4).ravel().tolist())
""",
    "an array of strings": """
names = np.array(["ab", "c", "déf"])
print(names.shape, len(names), names[1], names[-1], [name.upper() for name in names])
print(names[[2, 0]].tolist(), names[names != "c"].tolist(), "c" in names)
print(np.array([["a", "b"], ["c", "d"]])[1].tolist(), np.asarray(["x"]).shape)
print(names)
""",
    "a Tokenizer's matrices": """
from tensorflow.keras.preprocessing.text import Tokenizer
texts = ["the cat sat on the mat the end", "The dog!", "", "a cat and a dog and a mouse"]
for n in (None, 5):
    for oov in (None, '<oov>'):
        t = Tokenizer(num_words=n, oov_token=oov)
        t.fit_on_texts(texts)
        t.fit_on_texts(["one more cat"])
        for mode in ('binary', 'count', 'freq', 'tfidf'):
            m = t.texts_to_matrix(texts + ["unknown words"], mode=mode)
            print(n, oov, mode, m.shape, m.dtype, np.round(m, 6).tolist())
        print(t.sequences_to_matrix([[1, 1, 2], [], [3]], mode='count').tolist())
t = Tokenizer(num_words=4)
print(t.sequences_to_matrix([[1, 1, 3], [9], (2, 0)]).tolist())
print(t.sequences_to_texts([[1, 2, 3, 4, 9, 0], [], (2, 1)]), t.sequences_to_texts(np.array([[1, 2], [0, 3]])))
t = Tokenizer(num_words=3, oov_token="<x>")
t.fit_on_texts(["the cat sat on the mat"])
print(t.sequences_to_texts(t.texts_to_sequences(["the cat sat", "mat"])), t.sequences_to_texts([[1, 2, 3, 99, 0]]))
for call in (lambda: t.sequences_to_matrix([[1]], mode='other'), lambda: Tokenizer().sequences_to_matrix([[1]]), lambda: t.sequences_to_matrix([[1]], mode='tfidf')):
    try:
        print(call())
    except ValueError as error:
        print('ValueError', error)
""",
    "sizes that NumPy counted": """
labels = np.array([0, 3, 2])
classes = np.max(labels) + 1
rows = keras.utils.to_categorical(labels, classes)
print(rows.shape, rows.dtype, rows.tolist())
print(keras.utils.to_categorical([0, 1], num_classes=np.int64(3)).tolist())
longest = np.max([len(row) for row in [[1], [1, 2, 3]]])
print(keras.utils.pad_sequences([[1], [1, 2]], maxlen=longest).tolist())
""",
}

ask(PROGRAMS)
