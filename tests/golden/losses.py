"""Values and gradients of the losses, as Keras computes them: writes losses.json."""

import common
import numpy as np
import tensorflow as tf
from keras import losses

EDGE = [0, 1, 1e-7, 1 - 1e-7, 0.5, 0.999, 1e-9, 0.25]  # probabilities at and beyond the clipping


def labels(rng, shape):
    return rng.integers(0, 2, shape).astype("float32")


def one_hot(rng, shape):
    return np.eye(shape[-1], dtype="float32")[rng.integers(0, shape[-1], shape[:-1])]


def distribution(rng, shape):
    values = rng.uniform(0.05, 1, shape)
    return np.round(values / values.sum(-1, keepdims=True), 3).astype("float32")


def compute(name, loss, y_true, y_pred, **args):
    y_true = np.asarray(y_true, "float32")
    y_pred = tf.constant(y_pred, "float32")
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = loss(**args)(y_true, y_pred)
    values = loss(**args, reduction="none")(y_true, y_pred)
    return {
        "name": name,
        "class": loss.__name__,
        "args": args,
        "y_true": y_true,
        "y_pred": y_pred,
        "value": float(value),
        "values": values,
        "gradient": tape.gradient(value, y_pred),
    }


def regression():
    for loss, name in (
        (losses.MeanSquaredError, "mean_squared_error"),
        (losses.MeanAbsoluteError, "mean_absolute_error"),
    ):
        for shape in ((4, 1), (3, 5), (2, 3, 4, 2)):
            rng = common.generator(f"{name}{shape}")
            yield compute(
                f"{name}_{len(shape)}d_{shape[-1]}",
                loss,
                common.normal(rng, shape),
                common.normal(rng, shape),
            )
        rng = common.generator(name)
        yield compute(f"{name}_flat_labels", loss, common.normal(rng, (5,)), common.normal(rng, (5, 1)))
        yield compute(f"{name}_equal_edge", loss, [[1, 2, -3]], [[1, 2.5, -3]])


def binary():
    loss, name = losses.BinaryCrossentropy, "binary_crossentropy"
    for shape in ((4, 1), (3, 5), (2, 3, 2, 2)):
        rng = common.generator(f"{name}{shape}")
        y_true, y_pred = labels(rng, shape), common.uniform(rng, shape, 0.03, 0.97)
        logits = common.normal(rng, shape, 4)
        suffix = f"{len(shape)}d_{shape[-1]}"
        yield compute(f"{name}_{suffix}", loss, y_true, y_pred)
        yield compute(f"{name}_{suffix}_smoothed", loss, y_true, y_pred, label_smoothing=0.1)
        yield compute(f"{name}_{suffix}_logits", loss, y_true, logits, from_logits=True)
        yield compute(
            f"{name}_{suffix}_logits_smoothed", loss, y_true, logits, from_logits=True, label_smoothing=0.2
        )
    rng = common.generator(name)
    yield compute(f"{name}_flat_labels", loss, labels(rng, (5,)), common.uniform(rng, (5, 1), 0.1, 0.9))
    yield compute(
        f"{name}_soft_labels", loss, common.uniform(rng, (3, 2), 0, 1), common.uniform(rng, (3, 2), 0.1, 0.9)
    )
    edge = np.array(EDGE, "float32").reshape(-1, 1)
    yield compute(f"{name}_ones_edge", loss, np.ones_like(edge), edge)
    yield compute(f"{name}_zeros_edge", loss, np.zeros_like(edge), edge)
    large = np.array([[-200, -40, -17, 17], [40, 200, 0, 1]], "float32")
    yield compute(f"{name}_ones_logits_large", loss, np.ones_like(large), large, from_logits=True)
    yield compute(f"{name}_zeros_logits_large", loss, np.zeros_like(large), large, from_logits=True)


def categorical():
    loss, name = losses.CategoricalCrossentropy, "categorical_crossentropy"
    for shape in ((4, 3), (2, 3, 2, 5)):
        rng = common.generator(f"{name}{shape}")
        y_true, y_pred, logits = one_hot(rng, shape), distribution(rng, shape), common.normal(rng, shape, 3)
        suffix = f"{len(shape)}d"
        yield compute(f"{name}_{suffix}", loss, y_true, y_pred)
        yield compute(f"{name}_{suffix}_not_normalized", loss, y_true, common.uniform(rng, shape, 0.1, 2))
        yield compute(f"{name}_{suffix}_smoothed", loss, y_true, y_pred, label_smoothing=0.1)
        yield compute(f"{name}_{suffix}_logits", loss, y_true, logits, from_logits=True)
        yield compute(
            f"{name}_{suffix}_logits_smoothed", loss, y_true, logits, from_logits=True, label_smoothing=0.2
        )
    rng = common.generator(name)
    yield compute(f"{name}_soft_labels", loss, distribution(rng, (3, 4)), distribution(rng, (3, 4)))
    rows = [[0, 1, 0], [1, 0, 0], [0, 0.5, 0.5], [1e-9, 1, 0]]
    yield compute(f"{name}_edge", loss, [[0, 1, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0]], rows)
    yield compute(
        f"{name}_logits_large", loss, np.eye(3), [[200, -50, 0], [90, 1, 89], [5, 5, 5]], from_logits=True
    )


def sparse():
    loss, name = losses.SparseCategoricalCrossentropy, "sparse_categorical_crossentropy"
    for shape in ((4, 3), (2, 3, 2, 5)):
        rng = common.generator(f"{name}{shape}")
        y_true = rng.integers(0, shape[-1], shape[:-1])
        suffix = f"{len(shape)}d"
        yield compute(f"{name}_{suffix}", loss, y_true, distribution(rng, shape))
        yield compute(f"{name}_{suffix}_not_normalized", loss, y_true, common.uniform(rng, shape, 0.05, 0.95))
        yield compute(f"{name}_{suffix}_logits", loss, y_true, common.normal(rng, shape, 3), from_logits=True)
        yield compute(f"{name}_{suffix}_column", loss, y_true[..., None], distribution(rng, shape))
    rows = [[0, 1, 0], [1, 0, 0], [0, 0.5, 0.5], [1e-9, 1, 0]]
    yield compute(f"{name}_edge", loss, [1, 1, 0, 0], rows)
    yield compute(
        f"{name}_logits_large", loss, [0, 1, 2], [[200, -50, 0], [90, 1, 89], [5, 5, 5]], from_logits=True
    )


common.write(__file__, cases=[*regression(), *binary(), *categorical(), *sparse()])
