"""Thirty steps of training from given weights, as Keras runs them: writes steps.json.

Every case is run again in double precision, to be sure that rounding alone cannot move a weight by more than
the tests tolerate: 1e-5 of its scale, or 1e-4 where the model has a BatchNormalization."""

import common
import keras
import numpy as np
import steps_cases
import steps_models
import tensorflow as tf

STEPS, BATCH_SIZE, SAMPLES = 30, 4, 12


def start_weight(rng, variable):
    if variable.name == "moving_variance":
        return common.uniform(rng, variable.shape, 0.5, 1.5)
    return common.normal(rng, variable.shape, 0.5)


def targets(loss, rng):
    if loss == "mse":
        return common.normal(rng, (SAMPLES, 2))
    if loss == "binary_crossentropy":
        return rng.integers(0, 2, (SAMPLES, 1)).astype("float32")
    return np.eye(3, dtype="float32")[rng.integers(0, 3, SAMPLES)]


def setting(kind, loss):
    rng = common.generator(f"steps {kind} {loss}")
    model = steps_models.model(kind, loss)
    return {
        "name": f"{kind} {loss}",
        "kind": kind,
        "loss": loss,
        "x": common.normal(rng, (SAMPLES, *model.input_shape[1:])),
        "y": targets(loss, rng),
        "initial": [start_weight(rng, w) for w in model.weights],
    }


def compiled(data, optimizer):
    model = steps_models.model(data["kind"], data["loss"])
    model.set_weights(data["initial"])
    model.compile(optimizer(), loss=data["loss"], jit_compile=False)
    model.optimizer.build(model.trainable_variables)
    return model


def train(data, optimizer):
    """What train_on_batch() does, without what makes it slow for thirty small steps."""
    model = compiled(data, optimizer)

    @tf.function
    def train_step(x, y):
        with tf.GradientTape() as tape:
            loss = model.compute_loss(x, y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_weights)
        model.optimizer.apply_gradients(zip(gradients, model.trainable_weights))
        return loss

    losses = []
    for step in range(STEPS):
        start = step * BATCH_SIZE % SAMPLES
        batch = slice(start, start + BATCH_SIZE)
        losses.append(float(train_step(tf.constant(data["x"][batch]), tf.constant(data["y"][batch]))))
    return model, losses


def evaluate(model, data):
    loss = tf.function(lambda x, y: model.compute_loss(x, y, model(x, training=False)))
    return float(loss(tf.constant(data["x"]), tf.constant(data["y"])))


def fit(data, optimizer):
    model = compiled(data, optimizer)
    epochs = STEPS * BATCH_SIZE // SAMPLES
    history = model.fit(
        data["x"], data["y"], batch_size=BATCH_SIZE, epochs=epochs, shuffle=False, verbose=0
    )
    return model, history.history["loss"]


def set_precision(name):
    keras.config.set_floatx(name)
    keras.config.set_dtype_policy(name)


def largest_difference(a, b):
    return max(np.abs(x - y).max() / max(np.abs(y).max(), 0.01) for x, y in zip(a, b))


def compute(case, data):
    run = fit if case.fit else train
    model, losses = run(data, case.optimizer)
    set_precision("float64")
    exact, _ = run(data, case.optimizer)
    set_precision("float32")
    normalized = any(isinstance(l, keras.layers.BatchNormalization) for l in model.layers)
    rounding = largest_difference(model.get_weights(), exact.get_weights())
    print(f"{case.name}: rounding {rounding:.1e}, loss {losses[0]:.4f} to {losses[-1]:.4f}")
    if rounding > (3e-5 if normalized else 4e-6):
        raise ValueError(f"{case.name} is too sensitive to rounding for a golden value")
    return {
        "name": case.name,
        "model": data["name"],
        "class": case.optimizer().__class__.__name__,
        "args": case.args,
        "schedule": case.schedule.__name__ if case.schedule else "",
        "schedule_args": case.schedule_args,
        "fit": case.fit,
        "normalized": normalized,
        "losses": losses,
        "evaluated": evaluate(model, data),
        "final": model.get_weights(),
    }


def main():
    cases = steps_cases.cases()
    models = {(c.kind, c.loss): setting(c.kind, c.loss) for c in cases}
    common.write(
        __file__,
        models=list(models.values()),
        cases=[compute(c, models[c.kind, c.loss]) for c in cases],
    )


main()
