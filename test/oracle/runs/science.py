"""Programs that train on data of scikit-learn."""

from ask import ask

ask(
    {
        "a data set that comes with scikit-learn": """
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

iris = load_iris()
X_train, X_test, y_train, y_test = train_test_split(iris.data, iris.target, test_size=0.2, random_state=42)
print(X_train.shape, X_test.shape, iris.target_names, y_test[:10])
model = keras.Sequential([keras.Input([4]), layers.Dense(8, activation='relu'), layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
history = model.fit(X_train, y_train, epochs=2, verbose=0, validation_data=(X_test, y_test))
print(list(history.history), model.predict(X_test, verbose=0).shape)
""",
    }
)
