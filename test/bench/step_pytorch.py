"""PyTorch's side of step.ts: an eager training loop as people write it.

Reads lines "CASE THREADS STEPS" from standard input and answers each with milliseconds a step.
"""

import sys
import time

import torch
from torch import nn

torch.manual_seed(1)


def dense():
    x = torch.rand(9000, 784)
    y = torch.randint(0, 10, (9000,))
    model = nn.Sequential(nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10))
    return x, y, model, nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=0.01), 32


def wide():
    x = (torch.rand(4096, 10000) < 0.02).float()
    y = torch.randint(0, 2, (4096, 1)).float()
    model = nn.Sequential(nn.Linear(10000, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
    return x, y, model, nn.BCEWithLogitsLoss(), torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7), 512


def convolutional():
    x = torch.rand(2048, 1, 28, 28)
    y = torch.randint(0, 10, (2048,))
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, 10)
    )
    return x, y, model, nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=0.01), 64


cases = {"dense": dense, "wide": wide, "convolutional": convolutional}
prepared = {}


def measure(name, threads, steps):
    torch.set_num_threads(threads)
    if name not in prepared:
        prepared[name] = cases[name]()
    x, y, model, loss_function, optimizer, batch = prepared[name]
    order = torch.randperm(len(x))
    per_epoch = len(x) // batch
    started = time.perf_counter()
    for step in range(steps):
        start = step % per_epoch * batch
        rows = order[start : start + batch]
        optimizer.zero_grad()
        loss = loss_function(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
    return (time.perf_counter() - started) * 1000 / steps


print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    name, threads, steps = line.split()
    print(measure(name, int(threads), int(steps)), flush=True)
