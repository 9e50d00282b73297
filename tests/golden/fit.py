"""fit() with its options and callbacks, as Keras runs them with shuffle=False: writes fit.json."""

import contextlib
import io
import re

import common
import keras
import numpy as np

CALLBACKS = keras.callbacks
SAMPLES, VALIDATION = 11, 5

rng = common.generator("fit")
REGRESSION = {
    "x": common.normal(rng, (SAMPLES, 2)),
    "y": common.normal(rng, (SAMPLES, 1)),
    "x_val": common.normal(rng, (VALIDATION, 2)),
    "y_val": common.normal(rng, (VALIDATION, 1)),
    "weights": common.uniform(rng, (SAMPLES,), 0.5, 3),
    "val_weights": common.uniform(rng, (VALIDATION,), 0.5, 3),
    "start": [common.normal(rng, shape, 0.5) for shape in [(2, 3), (3,), (3, 1), (1,)]],
}
CLASSES = {
    "x": common.normal(rng, (SAMPLES, 2)),
    "y": rng.integers(0, 3, (SAMPLES,)).astype("float32"),
    "x_val": common.normal(rng, (VALIDATION, 2)),
    "y_val": rng.integers(0, 3, (VALIDATION,)).astype("float32"),
    "weights": common.uniform(rng, (SAMPLES,), 0.5, 3),
    "val_weights": common.uniform(rng, (VALIDATION,), 0.5, 3),
    "start": [common.normal(rng, shape, 0.5) for shape in [(2, 3), (3,), (3, 3), (3,)]],
}
DATA = {"regression": REGRESSION, "classes": CLASSES}


def compiled(kind, rate):
    classes = kind == "classes"
    last = {"units": 3, "activation": "softmax"} if classes else {"units": 1}
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(**last)])
    model.set_weights(DATA[kind]["start"])
    model.compile(
        keras.optimizers.SGD(rate),
        loss="sparse_categorical_crossentropy" if classes else "mse",
        metrics=["accuracy" if classes else "mae"],
        run_eagerly=True,  # short trainings: tracing them would take longer
    )
    return model


class Rates(CALLBACKS.Callback):
    """The learning rate of each epoch's steps."""

    def __init__(self):
        super().__init__()
        self.rates = []

    def on_train_batch_end(self, batch, logs=None):
        if batch == 0:
            self.rates.append(float(self.model.optimizer.learning_rate.numpy()))


def schedule(epoch, rate):
    return rate * 0.5 if epoch % 2 else rate


def made(name, args):
    args = dict(args)
    if name == "LearningRateScheduler":
        return CALLBACKS.LearningRateScheduler(schedule, **args)
    return getattr(CALLBACKS, name)(**args)


def case(name, kind, options, callbacks=(), rate=0.1, validation=True, validation_weights=False):
    data, model, rates = DATA[kind], compiled(kind, rate), Rates()
    arguments = dict(options)
    if arguments.pop("sample_weight", False):
        arguments["sample_weight"] = data["weights"]
    if "class_weight" in arguments:
        arguments["class_weight"] = dict(enumerate(arguments["class_weight"]))
    if validation:
        held_out = (data["x_val"], data["y_val"], data["val_weights"])
        arguments["validation_data"] = held_out if validation_weights else held_out[:2]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        history = model.fit(
            data["x"],
            data["y"],
            shuffle=False,
            verbose=2,
            callbacks=[rates, *(made(*one) for one in callbacks)],
            **arguments,
        )
    if max(history.history["loss"]) > 10:
        raise ValueError(f"{name} diverges: its digits would depend on rounding")
    weights = data["weights"]
    return {
        "name": name,
        "model": kind,
        "learning_rate": rate,
        "options": dict(options),
        "validation": validation,
        "validation_weights": validation_weights,
        "callbacks": [{"class": callback, "args": args} for callback, args in callbacks],
        "history": history.history,
        "epochs": history.epoch,
        "rates": rates.rates,
        "final": model.get_weights(),
        "output": re.sub(r"- \d+m?s - \d+[mu]?s/step", "- T - T/step", output.getvalue()),
        "evaluated": {
            "weighted": model.evaluate(data["x"], data["y"], 4, verbose=0, sample_weight=weights),
            "steps": model.evaluate(data["x"], data["y"], 4, verbose=0, steps=2),
        },
    }


def stopping(**args):
    return ("EarlyStopping", args)


def plateau(**args):
    return ("ReduceLROnPlateau", args)


CASES = [
    ("validation", "classes", {"batch_size": 4, "epochs": 3}),
    ("one_epoch", "regression", {"batch_size": 4}),
    ("validation_freq", "regression", {"epochs": 5, "validation_freq": 2, "validation_batch_size": 2}),
    ("validation_freq_list", "classes", {"epochs": 4, "batch_size": 4, "validation_freq": [1, 4]}),
    ("validation_steps", "regression", {"epochs": 3, "batch_size": 2, "validation_steps": 2}),
    ("sample_weight", "regression", {"epochs": 3, "batch_size": 4, "sample_weight": True}),
    ("class_weight", "classes", {"epochs": 3, "batch_size": 4, "class_weight": [0.5, 2, 1.5]}),
    ("initial_epoch", "regression", {"epochs": 5, "initial_epoch": 3, "batch_size": 4}),
    ("steps_per_epoch", "regression", {"epochs": 5, "steps_per_epoch": 2, "batch_size": 2}),
    ("steps_without_batch_size", "regression", {"epochs": 2, "steps_per_epoch": 3}),
]

STOPPED = [
    ("early_stopping", {}, [stopping(patience=2, verbose=1)], 0.3),
    ("early_stopping_best", {}, [stopping(patience=2, verbose=1, restore_best_weights=True)], 0.3),
    ("early_stopping_delta", {}, [stopping(monitor="loss", min_delta=0.05, patience=1)], 0.1),
    ("early_stopping_baseline", {}, [stopping(monitor="loss", baseline=0.1, patience=3)], 0.05),
    ("early_stopping_start", {}, [stopping(patience=0, start_from_epoch=4, verbose=1)], 0.3),
    ("early_stopping_freq", {"validation_freq": 2}, [stopping(monitor="val_mae", patience=1)], 0.3),
    ("plateau", {}, [plateau(patience=2, factor=0.5, verbose=1)], 0.3),
    ("plateau_cooldown", {}, [plateau(monitor="loss", patience=1, min_delta=0.1, cooldown=2, verbose=1)], 0.2),
    ("plateau_min_lr", {}, [plateau(patience=1, factor=0.2, min_lr=0.02, mode="max", verbose=1)], 0.3),
    ("scheduler", {}, [("LearningRateScheduler", {"verbose": 1})], 0.3),
    ("both", {}, [plateau(patience=1, verbose=1), stopping(patience=3, verbose=1)], 0.3),
]


def main():
    cases = [case(*one) for one in CASES]
    cases.append(case("split", "regression", {"epochs": 2, "validation_split": 0.3, "sample_weight": True}, validation=False))
    cases.append(case("weighted_validation", "classes", {"epochs": 2, "batch_size": 4}, validation_weights=True))
    cases.append(case("early_stopping_max", "classes", {"epochs": 9}, [stopping(monitor="accuracy", patience=2)]))
    for name, options, callbacks, rate in STOPPED:
        cases.append(case(name, "regression", {"epochs": 8, "batch_size": 4, **options}, callbacks, rate))
    data = [{"name": name, **arrays} for name, arrays in DATA.items()]
    common.write(__file__, data=data, cases=cases)


main()
