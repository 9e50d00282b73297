"""Whole short trainings from given weights, as Keras runs them: writes training.json.

Every training is run twice more: batch by batch, for each batch's own loss, and in double precision, to be
sure that rounding alone cannot move a weight by more than the tests tolerate."""

import common
import keras
import numpy as np
import training_models

OPTIMIZERS = [
    ("sgd", keras.optimizers.SGD, {"learning_rate": 0.1}),
    ("sgd_nesterov", keras.optimizers.SGD, {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("rmsprop", keras.optimizers.RMSprop, {"learning_rate": 0.01}),
    ("adam", keras.optimizers.Adam, {"learning_rate": 0.01, "beta_1": 0.5}),
]
EPOCHS, BATCH_SIZE, SAMPLES, VALIDATION = 4, 4, 19, 6  # 5 batches an epoch, the last of 3 samples
ROUNDING = 3e-6

SETTINGS = [
    ("mlp_classifier", "sparse_categorical_crossentropy", True),
    ("convnet", "binary_crossentropy", True),
    ("generator", "mean_squared_error", False),
    ("batch_norm", "categorical_crossentropy", True),
    ("saturated", "binary_crossentropy", True),
]


def targets(name, rng, count, model):
    if name == "mlp_classifier":
        return rng.integers(0, 3, count).astype("float32")
    if name == "batch_norm":
        return np.eye(3, dtype="float32")[rng.integers(0, 3, count)]
    if name == "generator":
        return common.uniform(rng, (count, *model.output_shape[1:]), -0.9, 0.9)
    return rng.integers(0, 2, (count, 1)).astype("float32")


def start_weight(rng, variable):
    if variable.name == "moving_variance":
        return common.uniform(rng, variable.shape, 0.5, 1.5)
    return common.normal(rng, variable.shape, 0.4)


def setting(name, loss, accuracy):
    rng = common.generator(f"training {name}")
    model = getattr(training_models, name)()
    initial = [start_weight(rng, w) for w in model.weights]
    if name == "saturated":
        initial = [np.array([[30], [-45]], "float32"), np.array([4], "float32")]
    shape = model.input_shape[1:]
    return {
        "name": name,
        "loss": loss,
        "accuracy": accuracy,
        "epochs": EPOCHS,
        "batch_size": BATCH_SIZE,
        "x": common.normal(rng, (SAMPLES, *shape)),
        "y": targets(name, rng, SAMPLES, model),
        "x_val": common.normal(rng, (VALIDATION, *shape)),
        "y_val": targets(name, rng, VALIDATION, model),
        "initial": initial,
    }


def compiled(data, optimizer, args):
    model = getattr(training_models, data["name"])()
    model.set_weights(data["initial"])
    metrics = ["accuracy"] if data["accuracy"] else None
    model.compile(optimizer(**args), loss=data["loss"], metrics=metrics, jit_compile=False)
    return model


def fit(data, optimizer, args):
    model = compiled(data, optimizer, args)
    history = model.fit(
        data["x"],
        data["y"],
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        shuffle=False,
        verbose=0,
        validation_data=(data["x_val"], data["y_val"]),
    ).history
    return model, history


def batch_by_batch(data, optimizer, args):
    model = compiled(data, optimizer, args)
    logs = []
    for _ in range(EPOCHS):
        for start in range(0, SAMPLES, BATCH_SIZE):
            batch = slice(start, start + BATCH_SIZE)
            logs.append(model.train_on_batch(data["x"][batch], data["y"][batch], return_dict=True))
    return model, logs


def set_precision(name):
    keras.config.set_floatx(name)
    keras.config.set_dtype_policy(name)


def largest_difference(a, b):
    return max(np.abs(x - y).max() / max(np.abs(y).max(), 0.01) for x, y in zip(a, b))


def compute(data, name, optimizer, args):
    model, history = fit(data, optimizer, args)
    stepped, logs = batch_by_batch(data, optimizer, args)
    set_precision("float64")
    exact, _ = fit(data, optimizer, args)
    set_precision("float32")
    final = model.get_weights()
    rounding = largest_difference(final, exact.get_weights())
    losses = history["loss"]
    print(f'{data["name"]} {name}: rounding {rounding:.1e}, loss {losses[0]:.4f} to {losses[-1]:.4f}')
    if rounding > ROUNDING or largest_difference(final, stepped.get_weights()) > ROUNDING:
        raise ValueError(f'{data["name"]} with {name} is too sensitive to rounding for a golden value')
    return {
        "name": f'{data["name"]}_{name}',
        "model": data["name"],
        "class": optimizer.__name__,
        "args": args,
        "final": final,
        "prediction": model.predict(data["x_val"], verbose=0),
        "history": history,
        "batch_loss": [float(log["loss"]) for log in logs],
        "batch_accuracy": [float(log["accuracy"]) for log in logs] if data["accuracy"] else [],
    }


def main():
    models = [setting(*one) for one in SETTINGS]
    common.write(
        __file__, models=models, cases=[compute(data, *one) for data in models for one in OPTIMIZERS]
    )


main()
