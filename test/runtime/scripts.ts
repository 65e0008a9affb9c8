import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

/** A folder for one test file's scripts and runs, taken away at its end. */
export function scriptFolder(): { readonly path: string; write(name: string, content: string | Uint8Array): string } {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'scripts-')));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: folder,
    write(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

/** Two hundred points of two classes, and a model with 4 × 8 + 8 + 8 × 1 + 1 = 49 parameters. */
export const model = `import numpy as np
import keras
from keras import layers

np.random.seed(1)
x = np.random.rand(200, 4).astype("float32")
y = (x.sum(axis=1) > 2).astype("float32")
model = keras.Sequential([keras.Input(shape=(4,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
`;

/** Trains for a few tenths of a second. */
export const shortTraining = `${model}print("before")
model.fit(x, y, batch_size=32, epochs=3, validation_split=0.2)
loss, accuracy = model.evaluate(x, y)
print("after")
`;

/** Trains until somebody stops it. */
export const endlessTraining = `${model}model.fit(x, y, batch_size=8, epochs=1000000)
`;
