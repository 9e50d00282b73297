"""Writes a compiled model, data, and the weights that Keras's fit() ends with: what `keratin fit` must do from the files
alone, see tests/tool/test_trained.cpp."""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

HERE = pathlib.Path(__file__).parent
layers = keras.layers


def main():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([
        layers.Input((6, 6, 1)),
        layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Flatten(),
        layers.Dense(5, activation="tanh"),
        layers.Dense(1, activation="sigmoid"),
    ])
    optimizer = keras.optimizers.Adam(learning_rate=0.01, beta_1=0.5)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    random = np.random.default_rng(1)
    x = random.normal(size=(22, 6, 6, 1)).astype("float32")
    y = (x.sum(axis=(1, 2, 3)) > 0).astype("float32").reshape(-1, 1)
    np.save(HERE / "x.npy", x)
    np.save(HERE / "y.npy", y)
    model.save(HERE / "model.keras")
    model.save(HERE / "model.h5")
    model.fit(x, y, batch_size=4, epochs=3, shuffle=False, verbose=0)
    np.savez(HERE / "trained.npz", **{f"{i:02}": weight for i, weight in enumerate(model.get_weights())})


main()
