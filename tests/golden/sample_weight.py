"""Steps and their figures with sample weights, class weights and every reduction, as Keras makes them: writes
sample_weight.json. The model is one Dense layer of `units` without an activation."""

import common
import keras
import numpy as np
from keras import losses

REDUCTIONS = ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none")


def step(name, loss, reduction, x, y, sample_weight=None, class_weight=None, metrics=(), **args):
    units = args.pop("units", 1)
    rng = common.generator(name)
    model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Dense(units)])
    kernel = common.normal(rng, (x.shape[-1], units))
    model.set_weights([kernel, common.normal(rng, (units,))])
    start = [np.array(w) for w in model.get_weights()]
    model.compile(
        keras.optimizers.SGD(0.1),
        getattr(losses, loss)(reduction=reduction, **args),
        metrics=["mse", *metrics],
        weighted_metrics=["mse", *metrics],
    )
    tested = model.test_on_batch(x, y, sample_weight=sample_weight, return_dict=True)
    trained = model.train_on_batch(x, y, sample_weight, class_weight, return_dict=True)
    case = {"name": name, "loss": loss, "reduction": reduction, "args": args, "x": x, "y": y}
    if sample_weight is not None:
        case["sample_weight"] = np.asarray(sample_weight, "float32")
    if class_weight is not None:
        case["class_weight"] = [[number, weight] for number, weight in class_weight.items()]
    case["start"] = start
    case["after"] = [np.array(w) for w in model.get_weights()]
    case["tested"] = {key: float(value) for key, value in tested.items()}
    case["trained"] = {key: float(value) for key, value in trained.items()}
    return case


def cases():
    rng = common.generator("sample_weight")
    x, y = common.normal(rng, (5, 3)), common.normal(rng, (5, 1))
    w = np.array([1, 0, 2.5, 0.5, 3], "float32")
    for reduction in REDUCTIONS:
        yield step(f"{reduction}_unweighted", "MeanSquaredError", reduction, x, y)
        yield step(f"{reduction}_weighted", "MeanSquaredError", reduction, x, y, w)
        yield step(f"{reduction}_no_weight", "MeanSquaredError", reduction, x, y, 0 * w)
    yield step("column", "MeanAbsoluteError", "sum_over_batch_size", x, y, w[:, None])
    yield step("negative", "MeanAbsoluteError", "sum_over_batch_size", x, y, w - 1)
    steps, targets = common.normal(rng, (3, 4, 2)), common.normal(rng, (3, 4, 2))
    of_entries = common.uniform(rng, (3, 4), 0, 2)
    for reduction in REDUCTIONS:
        yield step(f"{reduction}_entries", "MeanSquaredError", reduction, steps, targets, of_entries, units=2)
    yield step("entries_column", "MeanSquaredError", "sum", steps, targets, of_entries[..., None], units=2)
    yield step("steps_of_samples", "MeanSquaredError", "sum", steps, targets, of_entries[:, :1], units=2)
    numbers = np.array([0, 2, 1, 1, 2])
    classes = {0: 0.5, 2: 4.0}
    one_hot, binary = np.eye(3, dtype="float32")[numbers], (numbers % 2).astype("float32")
    between = np.array([[0.4], [0.5], [1.5], [1.6], [-0.6]], "float32")
    for name, loss, targets, class_weight, args in (
        ("one_hot", "CategoricalCrossentropy", one_hot, classes, {"units": 3, "from_logits": True}),
        ("binary", "BinaryCrossentropy", binary[:, None], {0: 1.0, 1: 5.0}, {"from_logits": True}),
        ("flat", "BinaryCrossentropy", binary, {1: 5.0}, {"from_logits": True}),
        ("rounded", "MeanSquaredError", between, {-1: 3.0, 0: 2.0, 2: 5.0}, {}),
    ):
        name = f"classes_{name}"
        yield step(name, loss, "sum_over_batch_size", x, targets, class_weight=class_weight, **args)


common.write(__file__, cases=list(cases()))
