import keras
from keras import layers

inputs = {
    "age": keras.Input((1,), name="age"),
    "income": keras.Input((1,), name="income"),
    "job": keras.Input((1,), dtype="int32", name="job"),
}
job = layers.Flatten()(layers.Embedding(20, 4)(inputs["job"]))
x = layers.Concatenate()([inputs["age"], inputs["income"], job])
x = layers.Dense(8, activation="relu")(x)
x = layers.Dropout(0.2)(x)
model = keras.Model(inputs, layers.Dense(1)(x), name="wide_and_deep")

features = list(inputs.values())
other = keras.Model(inputs=features, outputs=[x])
nested = keras.Model(inputs=[features[:2], {"job": features[2]}], outputs={"hidden": x, "both": (x, job)})
