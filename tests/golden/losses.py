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


def axes():
    """Losses over another axis than the last, and classes that are left out."""
    rng = common.generator("axes")
    shape = (2, 3, 4)
    y_true, p = labels(rng, shape), common.uniform(rng, shape, 0.05, 0.95)
    yield compute("binary_axis_1", losses.BinaryCrossentropy, y_true, p, axis=1, label_smoothing=0.1)
    yield compute("binary_axis_1_logits", losses.BinaryCrossentropy, y_true, p, axis=1, from_logits=True)
    shares = np.moveaxis(one_hot(rng, (2, 4, 3)), -1, 1)
    for args in ({}, {"label_smoothing": 0.2}, {"from_logits": True, "label_smoothing": 0.2}):
        name = "_".join(["categorical_axis_1", *args])
        yield compute(name, losses.CategoricalCrossentropy, shares, p, axis=1, **args)
    yield compute("cosine_axis_1", losses.CosineSimilarity, y_true - p, p - 0.4, axis=1)
    numbers = np.array([[0, -1, 3], [1, 2, -1]])
    sparse_loss = losses.SparseCategoricalCrossentropy
    for from_logits in (False, True):
        name = f"sparse_ignore_class_{from_logits}"
        yield compute(name, sparse_loss, numbers, p, ignore_class=-1, from_logits=from_logits)
    yield compute("sparse_ignore_known_class", sparse_loss, numbers % 4, p, ignore_class=3)


def errors():
    """Losses of errors: on positive and on any numbers, of columns, rows and images."""
    for loss, low, args in (
        (losses.MeanAbsolutePercentageError, -3, {}),
        (losses.MeanSquaredLogarithmicError, 0.1, {}),
        (losses.Huber, -3, {}),
        (losses.Huber, -3, {"delta": 0.5}),
        (losses.LogCosh, -3, {}),
        (losses.CosineSimilarity, -3, {}),
        (losses.Poisson, 0.1, {}),
        (losses.KLDivergence, 0.01, {}),
    ):
        high = 0.99 if loss is losses.KLDivergence else 3
        for shape in ((4, 1), (3, 5), (2, 3, 2, 2)):
            if loss is losses.CosineSimilarity and shape[-1] == 1:
                continue  # its gradient is 0, and Keras's rounding
            name = f"{loss.__name__}{args.get('delta', '')}_{len(shape)}d_{shape[-1]}"
            rng = common.generator(name)
            y_true, y_pred = common.uniform(rng, shape, low, high), common.uniform(rng, shape, low, high)
            yield compute(name, loss, y_true, y_pred, **args)
    relative, logarithmic = losses.MeanAbsolutePercentageError, losses.MeanSquaredLogarithmicError
    yield compute("MeanAbsolutePercentageError_edge", relative, [[0, 2, -4, 1e-9]], [[1, 2, 4, 0]])
    yield compute("MeanSquaredLogarithmicError_edge", logarithmic, [[0, -1, 2, 2]], [[2, 1, -3, 0]])
    yield compute("Huber_edge", losses.Huber, [[0, 0, 0, 0, 0]], [[1, -1, 0, 1e6, -1.001]])
    yield compute("LogCosh_edge", losses.LogCosh, [[0, 0, 1, 0]], [[200, -200, 1, 0.01]])
    zeros = [[[1, 2], [0, 0], [1, 2], [0, 0]], [[0, 0], [1, 2], [1e-9, 2e-9], [0, 0]]]
    yield compute("CosineSimilarity_edge", losses.CosineSimilarity, *zeros)
    yield compute("Poisson_edge", losses.Poisson, [[0, 0, 3]], [[0, 2, 1]])
    yield compute("KLDivergence_edge", losses.KLDivergence, [[0, 1, 0.5, 2, 0]], [[0, 1, 1e-9, 0.5, 1.5]])
    yield compute("Poisson_flat_labels", losses.Poisson, [1, 2, 3], [[1], [3], [2]])


def hinges():
    for loss in (losses.Hinge, losses.SquaredHinge):
        name = loss.__name__
        rng = common.generator(name)
        binary = labels(rng, (3, 4))
        yield compute(f"{name}_binary", loss, binary, common.normal(rng, (3, 4)))
        yield compute(f"{name}_signs", loss, 2 * binary - 1, common.normal(rng, (3, 4)))
        yield compute(f"{name}_other", loss, binary - [[0, 0, 0, 1.5]], common.normal(rng, (3, 4)))
        yield compute(f"{name}_flat_labels", loss, [1, 0, 1], common.normal(rng, (3, 1)))
        yield compute(f"{name}_edge", loss, [[1, -1, 1, -1]], [[1, -1, 0.999, 50]])
    rng = common.generator("CategoricalHinge")
    loss = losses.CategoricalHinge
    yield compute("CategoricalHinge", loss, one_hot(rng, (4, 3)), common.normal(rng, (4, 3)))
    yield compute("CategoricalHinge_3d", loss, one_hot(rng, (2, 3, 4)), common.normal(rng, (2, 3, 4)))
    rows = [[3, 2, 2], [2.5, 2, 2], [-1, -2, -2], [9, 0, 1]]
    yield compute("CategoricalHinge_edge", loss, [[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0]], rows)


common.write(
    __file__, cases=[*regression(), *binary(), *categorical(), *sparse(), *axes(), *errors(), *hinges()]
)
