"""Writes compiled models that were trained for 5 steps, and the weights after 5 more: `python compiled.py keras` with
Keras 3.15, `python compiled.py tf_keras` with tf-keras 2.21, which writes as Keras 2 did. The .keras files are
packed anew, to be small."""

import importlib
import json
import pathlib
import sys
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
STEPS = 5


def cases(library):
    o, s, losses, metrics = library.optimizers, library.optimizers.schedules, library.losses, library.metrics
    compiled = {
        "sgd": {"optimizer": o.SGD(learning_rate=0.1)},
        "sgd_momentum": {"optimizer": o.SGD(learning_rate=0.1, momentum=0.9, nesterov=True), "metrics": ["mae"]},
        "rmsprop": {"optimizer": o.RMSprop(learning_rate=0.01)},
        "adam": {"optimizer": o.Adam(learning_rate=0.02, beta_1=0.5), "metrics": ["mae", "accuracy"]},
        "adam_w": {"optimizer": o.AdamW(learning_rate=0.02, weight_decay=0.1)},
        "adadelta": {"optimizer": o.Adadelta(learning_rate=1.0)},
        "adagrad": {"optimizer": o.Adagrad(learning_rate=0.1)},
        "adamax": {"optimizer": o.Adamax(learning_rate=0.02)},
        "lion": {"optimizer": o.Lion(learning_rate=0.01)},
        "decay": {
            "optimizer": o.SGD(learning_rate=s.ExponentialDecay(0.2, 4, 0.7), momentum=0.5),
            "loss": losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
            "metrics": [metrics.BinaryAccuracy(threshold=0.4), metrics.AUC(num_thresholds=20), metrics.Precision()],
            "weighted_metrics": ["mse"],
        },
    }
    if sys.argv[1] == "keras":
        compiled |= {
            "adam_everything": {
                "optimizer": o.Adam(learning_rate=0.02, amsgrad=True, use_ema=True, ema_overwrite_frequency=3,
                                    gradient_accumulation_steps=2, clipnorm=0.5),
                "loss": losses.huber,
            },
            "rmsprop_everything": {
                "optimizer": o.RMSprop(learning_rate=0.01, momentum=0.5, centered=True, use_ema=True,
                                       clipvalue=0.1, weight_decay=0.01)
            },
            # tf-keras runs Nadam as a graph in which its product of momentums grows once a weight, not once a step
            "nadam": {"optimizer": o.Nadam(learning_rate=0.02)},
            "nadam_accumulating": {"optimizer": o.Nadam(learning_rate=0.02, gradient_accumulation_steps=2)},
        }
    return compiled


def make(library, first_is_frozen):
    layers = library.layers
    model = library.Sequential(
        [layers.InputLayer((3,)), layers.Dense(4, activation="tanh", name="first"), layers.Dense(2, name="second")],
        name="model",
    )
    model.layers[0].trainable = not first_is_frozen
    model.set_weights([0.6 * np.cos(np.arange(w.size) * 0.9 + i).reshape(w.shape) for i, w in
                       enumerate(model.get_weights())])
    return model


def batch(step):
    """Of training step `step`: 4 samples, and targets between 0 and 1."""
    x = np.sin(np.arange(12) * 0.7 + step).reshape(4, 3)
    y = (0.5 + 0.5 * np.cos(np.arange(8) * 1.1 + step)).reshape(4, 2).round()
    return x.astype("float32"), y.astype("float32")


def train(model, first, last):
    for step in range(first, last):
        model.train_on_batch(*batch(step))


def pack(path):
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


def main():
    library = importlib.import_module(sys.argv[1])
    expected = {}
    for name, compiled in cases(library).items():
        model = make(library, first_is_frozen=name == "adamax")
        model.compile(**({"loss": "mse"} | compiled))
        train(model, 0, STEPS)
        saved = [f"compiled_{name}.{sys.argv[1]}.keras"]
        if name in ["adam", "sgd_momentum", "rmsprop", "decay"]:
            saved.append(f"compiled_{name}.{sys.argv[1]}.h5")
        for file in saved:
            model.save(HERE / file)
        pack(HERE / saved[0])
        train(model, STEPS, 2 * STEPS)
        expected[name] = {"files": saved, "weights": [w.ravel().tolist() for w in model.get_weights()]}
    data = [[a.ravel().tolist() for a in batch(step)] for step in range(2 * STEPS)]
    version = {"library": f"{sys.argv[1]} {library.__version__}", "batches": data}
    (HERE / f"compiled.{sys.argv[1]}.json").write_text(json.dumps(version | {"models": expected}) + "\n")


if __name__ == "__main__":
    main()
