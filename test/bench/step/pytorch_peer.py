"""PyTorch's side of `npm run bench -- step`: eager training loops as people write them.

Reads lines "CASE EPOCHS BATCHES" from standard input and answers each with milliseconds a step. Arguments: the number
of threads; how batches are taken: `loader` (a DataLoader over a TensorDataset), `rows` (rows of the whole tensors by a
random order, the fastest that there is) or `compiled` (those, and `torch.compile`); and the device, `cpu` or `cuda`,
where it ends at once if there is none.
"""

import sys
import time

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

threads, way, device = int(sys.argv[1]), sys.argv[2], sys.argv[3]
if device == "cuda" and not torch.cuda.is_available():
    sys.exit()
torch.set_num_threads(threads)
torch.manual_seed(1)
# The data are made there, and stay.
torch.set_default_device(device)


def rmsprop(model):
    return torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)


def adam(model):
    return torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)


def sgd(model):
    return torch.optim.SGD(model.parameters(), lr=0.01)


def words():
    return (torch.rand(512, 10000) < 0.02).float().tile(12, 1)


def texts(median, spread):
    """The rows of programs/reviews.py and newswires.py: lengths and frequencies of words as in texts."""
    rng = np.random.default_rng(1)
    samples = 6144
    lengths = np.clip(np.exp(rng.normal(np.log(median), spread, samples)), 11, 2494).astype("int64")
    frequencies = np.cumsum(1 / np.arange(1, 88585))
    words = np.searchsorted(frequencies / frequencies[-1], rng.random(lengths.sum()))
    x = np.zeros((samples, 10000), dtype="float32")
    x[np.repeat(np.arange(samples), lengths), np.where(words < 10000, words, 2)] = 1
    return torch.tensor(x)


def dense():
    model = nn.Sequential(nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10))
    return torch.rand(8960, 784), torch.randint(0, 10, (8960,)), model, nn.CrossEntropyLoss(), sgd(model), 32


def narrow(x=None):
    model = nn.Sequential(nn.Linear(10000, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
    y = torch.randint(0, 2, (6144, 1)).float()
    return words() if x is None else x, y, model, nn.BCEWithLogitsLoss(), rmsprop(model), 512


def reviews():
    return narrow(texts(178, 0.76))


def topics(x=None):
    model = nn.Sequential(nn.Linear(10000, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 46))
    y = torch.randint(0, 46, (6144,))
    return words() if x is None else x, y, model, nn.CrossEntropyLoss(), rmsprop(model), 512


def newswires():
    return topics(texts(95, 0.92))


def houses():
    model = nn.Sequential(
        nn.Linear(8, 50), nn.ReLU(), nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, 1)
    )
    return torch.randn(11616, 8), torch.rand(11616, 1), model, nn.MSELoss(), adam(model), 32


def convolutional():
    model = nn.Sequential(
        *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(1600, 10)),
    )
    return torch.rand(1024, 1, 28, 28), torch.randint(0, 10, (1024,)), model, nn.CrossEntropyLoss(), sgd(model), 64


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10000, 32)
        self.lstm = nn.LSTM(32, 32, batch_first=True)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        _, (last, _) = self.lstm(self.embedding(x))
        return self.head(last[0])


def recurrent():
    model = Recurrent()
    y = torch.randint(0, 2, (1024, 1)).float()
    return torch.randint(0, 10000, (1024, 80)), y, model, nn.BCEWithLogitsLoss(), rmsprop(model), 64


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(128, 4, batch_first=True)
        self.forward_part = nn.Sequential(nn.Linear(128, 512), nn.ReLU(), nn.Linear(512, 128))
        self.norms = nn.ModuleList([nn.LayerNorm(128, eps=1e-6), nn.LayerNorm(128, eps=1e-6)])
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        attended, _ = self.attention(x, x, x, need_weights=False)
        one = self.norms[0](x + self.dropout(attended))
        two = self.norms[1](one + self.dropout(self.forward_part(one)))
        return self.head(two.mean(1))


def transformer():
    model = Transformer()
    return torch.randn(256, 64, 128), torch.randint(0, 10, (256,)), model, nn.CrossEntropyLoss(), adam(model), 32


cases = {
    case.__name__: case
    for case in (dense, narrow, reviews, topics, newswires, houses, convolutional, recurrent, transformer)
}
opened = None


def by_rows(x, y, batch):
    order = torch.randperm(len(x))
    for start in range(0, len(x), batch):
        rows = order[start : start + batch]
        yield x[rows], y[rows]


def open_case(name):
    x, y, model, loss_function, optimizer, batch = cases[name]()

    def loss_of(inputs, labels):
        return loss_function(model(inputs), labels)

    return x, y, torch.compile(loss_of) if way == "compiled" else loss_of, optimizer, batch


def finish():
    if device == "cuda":
        torch.cuda.synchronize()


def measure(name, epochs, batches):
    global opened
    if opened is None or opened[0] != name:
        opened = None
        opened = name, open_case(name)
    x, y, loss_of, optimizer, batch = opened[1]
    x, y = x[: batches * batch], y[: batches * batch]
    loader = DataLoader(TensorDataset(x, y), batch_size=batch, shuffle=True)
    finish()
    started = time.perf_counter()
    for _ in range(epochs):
        for inputs, labels in loader if way == "loader" else by_rows(x, y, batch):
            optimizer.zero_grad()
            loss_of(inputs, labels).backward()
            optimizer.step()
    finish()
    return (time.perf_counter() - started) * 1000 / (epochs * (len(x) // batch))


where = torch.cuda.get_device_name() if device == "cuda" else "CPU"
print(f"PyTorch {torch.__version__} on {where}", flush=True)
for line in sys.stdin:
    name, epochs, batches = line.split()
    print(measure(name, int(epochs), int(batches)), flush=True)
