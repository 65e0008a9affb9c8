"""The graphs that TensorBoard draws of models: what its plugin makes of the events of Keras's callback, and of ours.

    python graphs.py            with Keras 3 on TensorFlow and TensorBoard: runs PROGRAM, prints it with its graphs as JSON
    python graphs.py FOLDER     with TensorBoard alone: prints the graphs of the event files below a folder

    python test/oracle/files/graphs.py > test/oracle/files/graphs.json

Keras 3.15 on TensorFlow 2.21 writes the layers of a Sequential or functional model (not of a class derived from them), and
no trace of the function that trains: TensorFlow's function has no `function_spec` any more, by which Keras tells it. Keras
2.15 on TensorFlow 2.15 writes none for the same reason.

A graph: tag, step, the plugin's version, and for each node its name, its class, its element type and the nodes that it
takes.
"""

import glob
import json
import os
import sys
import tempfile

PROGRAM = """
import keras
import numpy as np
from keras import layers

x = np.sin(np.arange(160) * 1.7).reshape(40, 4).astype('float32')
y = x[:, :1]


def train(model, folder):
    model.compile('sgd', 'mse')
    labels = [y] * len(model.outputs) if model.built else y
    inputs = [x] * len(model.inputs) if model.built and len(model.inputs) > 1 else x
    board = keras.callbacks.TensorBoard(folder)
    model.fit(inputs, labels, epochs=1, verbose=0, callbacks=[board])


stack = keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh'), layers.Dropout(0.5), layers.Dense(1)])
train(stack, 'stack')

a, b = keras.Input([4], name='a'), keras.Input([4], name='b')
inner = keras.Sequential([layers.Dense(2, name='i1'), layers.Dense(2, name='i2')], name='inner')
c = keras.Input([4])
block = keras.Model(c, [layers.Dense(2)(c), layers.Dense(2, activation='tanh')(c)], name='block')
p, q = block(b)
shared = layers.Dense(2, name='shared')
h = layers.Concatenate()([inner(a), p, q, shared(a), shared(b)])
h = layers.Add()([h, h])
train(keras.Model([a, b], [layers.Dense(1, name='o1')(h), layers.Dense(1, name='o2')(h)]), 'branches')

i = keras.Input([4])
train(keras.Model(i, layers.Lambda(lambda t: t * 2)(layers.Dense(1)(i))), 'lambda')

tokens = keras.Input([4], dtype='int32')
h = layers.Embedding(9, 5)(tokens)
h = layers.MultiHeadAttention(2, 3)(h, h)
h = layers.Bidirectional(layers.LSTM(3))(h)
model = keras.Model(tokens, layers.Dense(1)(h))
model.compile('sgd', 'mse')
board = keras.callbacks.TensorBoard('sequences')
model.evaluate(np.abs(x * 8).astype('int32'), y, verbose=0, callbacks=[board])


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)

    def call(self, t):
        return self.out(t)


train(Own(), 'own')


class Stack(keras.Sequential):
    pass


train(Stack([keras.Input([4]), layers.Dense(1)]), 'derived')
"""


def graphs(folder):
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    from tensorboard.compat.proto import event_pb2, types_pb2
    from tensorboard.plugins.graph.keras_util import keras_model_to_graph_def

    found = {}
    for file in sorted(glob.glob(os.path.join(folder, "**", "*tfevents*"), recursive=True)):
        rows = found.setdefault(os.path.relpath(os.path.dirname(file), folder).replace(os.sep, "/"), [])
        for raw in RawEventFileLoader(file).Load():
            event = event_pb2.Event.FromString(raw)
            if event.WhichOneof("what") == "graph_def":
                rows.append({"trace": len(event.graph_def) > 0})
            for value in event.summary.value:
                plugin = value.metadata.plugin_data
                if not plugin.plugin_name.startswith("graph"):
                    continue
                drawn = keras_model_to_graph_def(json.loads(value.tensor.string_val[0]))
                nodes = [
                    [
                        node.name,
                        node.attr["keras_class"].s.decode(),
                        types_pb2.DataType.Name(node.attr["dtype"].type),
                        list(node.input),
                    ]
                    for node in drawn.node
                ]
                about = [value.tag, event.step, plugin.plugin_name, plugin.content.decode()]
                rows.append({"about": about, "nodes": nodes})
    return found


if len(sys.argv) > 1:
    print(json.dumps(graphs(sys.argv[1])))
else:
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import tensorboard
    import tensorflow

    with tempfile.TemporaryDirectory() as folder:
        before = os.getcwd()
        os.chdir(folder)
        try:
            exec(compile(PROGRAM, "program.py", "exec"), {"__name__": "__main__"})
        finally:
            os.chdir(before)
        versions = {
            "keras": keras.__version__,
            "tensorflow": tensorflow.__version__,
            "tensorboard": tensorboard.__version__,
        }
        print(json.dumps({"versions": versions, "program": PROGRAM, "graphs": graphs(folder)}))
