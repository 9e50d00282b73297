"""Models whose way of being compiled cannot be read, and one whose layers and weights are in two files: for
tests/tool/test_compiled.cpp and test_weights.cpp. Written with Keras 3.15.1 (.keras) and tf-keras 2.21 (the others);
random weights."""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tf_keras  # noqa: E402

HERE = pathlib.Path(__file__).parent


def own_loss(y_true, y_pred):
    return -(y_true * y_pred)


def critic(library):
    library.utils.set_random_seed(4)
    return library.Sequential([
        library.layers.InputLayer(input_shape=(3,)) if library is tf_keras else library.layers.Input((3,)),
        library.layers.Dense(2, activation="tanh"),
    ])


def main():
    x = np.random.default_rng(4).normal(size=(5, 3)).astype("float32")
    np.save(HERE / "x.npy", x)
    for library, ending in ((keras, ".keras"), (tf_keras, ".h5")):
        model = critic(library)
        model.compile("rmsprop", own_loss)
        model.fit(x, x[:, :2], verbose=0)
        model.save(HERE / ("own_loss" + ending))
        np.save(HERE / f"own_loss{ending}.npy", model.predict(x, verbose=0))
    model.compile("adam", "mse", metrics=[tf_keras.metrics.MeanIoU(2)])
    model.save(HERE / "unknown_metric.h5")
    (HERE / "critic.json").write_text(model.to_json())
    model.save_weights(HERE / "critic_weights.h5")
    model.save_weights(HERE / "critic.weights.h5")


main()
