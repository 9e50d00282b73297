"""Metrics over three batches, weighted and not, as Keras keeps them: writes metrics.json."""

import common
import numpy as np
from keras import metrics


def run(name, metric, args, y_true, y_pred, sample_weight):
    """The figures after each batch, without and with weights."""
    figures = {}
    for key, weights in (("plain", None), ("weighted", sample_weight)):
        kept = getattr(metrics, metric)(**args)
        figures[key] = []
        for first, end in ((0, 4), (4, 5), (5, len(y_true))):
            part = None if weights is None else weights[first:end]
            kept.update_state(y_true[first:end], y_pred[first:end], part)
            figures[key].append([float(value) for value in np.ravel(kept.result())])
    case = {"name": name, "class": metric, "args": args}
    arrays = {"y_true": y_true, "y_pred": y_pred, "sample_weight": sample_weight}
    return case | {key: np.asarray(value, "float32") for key, value in arrays.items()} | figures


def means():
    rng = common.generator("means")
    weights = common.uniform(rng, (7,), 0, 3)
    weights[1] = 0
    rows, targets = common.uniform(rng, (7, 6), 0, 1), common.uniform(rng, (7, 6), 0, 1)
    classes = rng.integers(0, 6, 7)
    one_hot = np.eye(6, dtype="float32")[classes]
    for metric in (
        "MeanSquaredError",
        "MeanAbsoluteError",
        "RootMeanSquaredError",
        "MeanAbsolutePercentageError",
        "MeanSquaredLogarithmicError",
        "CosineSimilarity",
        "LogCoshError",
        "KLDivergence",
        "Poisson",
        "Hinge",
        "SquaredHinge",
        "BinaryCrossentropy",
    ):
        yield run(metric, metric, {}, targets, rows, weights)
    for metric in (
        "CategoricalHinge",
        "CategoricalCrossentropy",
        "CategoricalAccuracy",
        "TopKCategoricalAccuracy",
    ):
        yield run(metric, metric, {}, one_hot, rows, weights)
    for metric in ("SparseCategoricalCrossentropy", "SparseCategoricalAccuracy"):
        yield run(metric, metric, {}, classes, rows, weights)
    tied = np.round(rows * 4) / 4
    yield run("TopKCategoricalAccuracy_1", "TopKCategoricalAccuracy", {"k": 1}, one_hot, tied, weights)
    yield run("TopKCategoricalAccuracy_2", "TopKCategoricalAccuracy", {"k": 2}, one_hot, tied, weights)
    yield run("BinaryAccuracy", "BinaryAccuracy", {"threshold": 0.25}, np.round(targets), tied, weights)
    yield run("Accuracy", "Accuracy", {}, np.round(targets * 4) / 4, tied, weights)
    steps, of_steps = common.normal(rng, (7, 3, 2)), common.uniform(rng, (7, 3), 0, 2)
    for metric in ("MeanSquaredError", "RootMeanSquaredError"):
        yield run(f"{metric}_steps", metric, {}, common.normal(rng, (7, 3, 2)), steps, weights)
        yield run(f"{metric}_entries", metric, {}, common.normal(rng, (7, 3, 2)), steps, of_steps)
    yield run("MeanSquaredError_flat", "MeanSquaredError", {}, targets[:, 0], rows[:, :1], weights)
    of_axis = common.normal(rng, (7, 3, 2))
    yield run("CosineSimilarity_axis", "CosineSimilarity", {"axis": 1}, of_axis, steps, weights)


def confusions():
    rng = common.generator("confusions")
    weights = common.uniform(rng, (40,), 0, 3)
    column, rows = common.uniform(rng, (40, 1), 0, 1), common.uniform(rng, (40, 3), 0, 1)
    column[:4] = [[0], [1], [0.5], [0.25]]  # at thresholds
    rows[1] = [0.4, 0.4, 0.1]
    binary = (common.uniform(rng, (40, 1), 0, 1) < 0.3 + 0.5 * column).astype("float32")
    labels = (common.uniform(rng, (40, 3), 0, 1) < 0.2 + 0.6 * rows).astype("float32")
    for metric in ("Precision", "Recall"):
        yield run(f"{metric}", metric, {}, binary, column, weights)
        yield run(f"{metric}_flat", metric, {}, binary[:, 0], column, weights)
        yield run(f"{metric}_threshold", metric, {"thresholds": 0.25}, binary, column, weights)
        yield run(f"{metric}_even", metric, {"thresholds": [0, 0.25, 0.5, 0.75, 1]}, binary, column, weights)
        yield run(f"{metric}_uneven", metric, {"thresholds": [0.7, 0.2]}, labels, rows, weights)
        yield run(f"{metric}_top_k", metric, {"top_k": 1}, labels, rows, weights)
        yield run(f"{metric}_class", metric, {"class_id": 2}, labels, rows, weights)
        args = {"top_k": 2, "class_id": -1, "thresholds": 0.3}
        yield run(f"{metric}_top_k_class", metric, args, labels, rows, weights)
        yield run(f"{metric}_none", metric, {}, 0 * binary, 0 * column, weights)
    for curve in ("ROC", "PR", "PRGAIN"):
        for method in ("interpolation", "minoring", "majoring"):
            args = {"curve": curve, "summation_method": method}
            name = f"AUC_{curve}_{method}"
            yield run(name, "AUC", args, binary, column, weights)
            yield run(f"{name}_few", "AUC", args | {"num_thresholds": 5}, labels, rows, weights)
            yield run(f"{name}_labels", "AUC", args | {"multi_label": True}, labels, rows, weights)
    given = {"thresholds": [0.9, 0.2, 0.45]}
    yield run("AUC_thresholds", "AUC", given, binary, column, weights)
    yield run("AUC_even_thresholds", "AUC", {"thresholds": [0.25, 0.5, 0.75]}, binary, column, weights)
    of_logits = {"from_logits": True, "num_thresholds": 20}
    yield run("AUC_logits", "AUC", of_logits, binary, 6 * column - 3, weights)
    weighing = {"label_weights": [1, 0.5, 3]}
    yield run("AUC_label_weights", "AUC", weighing, labels, rows, weights)
    weighing = weighing | {"multi_label": True, "num_labels": 3}
    yield run("AUC_labels_weighed", "AUC", weighing, labels, rows, weights)
    yield run("AUC_two", "AUC", {"num_thresholds": 2}, binary, column, weights)
    yield run("AUC_entries", "AUC", {}, labels, rows, common.uniform(rng, (40, 3), 0, 2))
    yield run("AUC_one_class", "AUC", {}, 0 * binary, column, weights)
    yield run("AUC_gain_one_class", "AUC", {"curve": "prgain"}, 0 * binary, column, weights)


common.write(__file__, cases=[*means(), *confusions()])
