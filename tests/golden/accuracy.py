"""Which metric "accuracy" stands for, and its value, as Keras chooses it: writes accuracy.json."""

import common
import keras
import numpy as np


def compute(name, loss, y_true, y_pred):
    y_true, y_pred = np.asarray(y_true, "float32"), np.asarray(y_pred, "float32")
    model = keras.Sequential([keras.Input(y_pred.shape[1:]), keras.layers.Activation("linear")])
    model.compile(loss=loss, metrics=["accuracy"])
    value = model.evaluate(y_pred, y_true, batch_size=2, verbose=0)[1]
    metric = model._compile_metrics.metrics[0]
    return {
        "name": name,
        "loss": loss,
        "class": type(metric).__name__,
        "y_true": y_true,
        "y_pred": y_pred,
        "value": value,
    }


def cases():
    rng = common.generator("accuracy")
    column = common.uniform(rng, (5, 1), 0, 1)
    column[2] = 0.5  # not over the threshold
    binary = rng.integers(0, 2, (5, 1))
    rows = common.uniform(rng, (5, 3), 0, 1)
    rows[1] = [0.4, 0.4, 0.1]  # the first of equals counts
    numbers = np.array([1, 0, 2, 0, 1])
    pixels = common.uniform(rng, (3, 2, 2, 1), 0, 1)
    images = common.uniform(rng, (3, 2, 2, 4), 0, 1)
    labels = rng.integers(0, 4, (3, 2, 2))
    yield "binary_column", "binary_crossentropy", binary, column
    yield "binary_flat_labels", "binary_crossentropy", binary[:, 0], column
    yield "binary_mse", "mean_squared_error", binary, column
    yield "binary_regression", "mean_squared_error", common.normal(rng, (5, 1)), common.normal(rng, (5, 1))
    yield "binary_images", "binary_crossentropy", rng.integers(0, 2, (3, 2, 2, 1)), pixels
    yield "sparse_flat", "sparse_categorical_crossentropy", numbers, rows
    yield "sparse_column", "sparse_categorical_crossentropy", numbers[:, None], rows
    yield "sparse_images", "sparse_categorical_crossentropy", labels, images
    yield "sparse_images_column", "sparse_categorical_crossentropy", labels[..., None], images
    yield "categorical", "categorical_crossentropy", np.eye(3)[numbers], rows
    yield "categorical_mse", "mean_squared_error", np.eye(3)[numbers], rows
    yield "categorical_binary_crossentropy", "binary_crossentropy", np.eye(3)[numbers], rows
    yield "categorical_images", "categorical_crossentropy", np.eye(4)[labels], images


common.write(__file__, cases=[compute(*case) for case in cases()])
