"""Outputs and gradients of single layers, as Keras computes them: layers.py [TOPIC…] writes layer_cases/TOPIC.json."""

import importlib
import pathlib
import sys

import common
import numpy as np
import tensorflow as tf


def random_weight(rng, variable):
    if variable.name in ("moving_variance", "variance"):
        return common.uniform(rng, variable.shape, 0.5, 2.0)
    return common.normal(rng, variable.shape, 0.5)


def zero_if_none(gradient, like):
    return tf.zeros_like(like) if gradient is None else tf.convert_to_tensor(gradient)


def array(x, rng):
    return x(rng) if callable(x) else common.normal(rng, x)


def run(case, layer, x, rng):
    """The output, a random dy, and the gradients of sum(y * dy) with respect to x and the trainable weights."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x, training=case.training) if case.takes_training else layer(x)
    dy = tf.constant(common.normal(rng, y.shape))
    variables = [w.value for w in layer.trainable_weights]
    dx, gradients = tape.gradient(y, [x, variables], output_gradients=dy)
    dx = tf.nest.map_structure(zero_if_none, dx, x)
    return y, dy, dx, [zero_if_none(g, v) for g, v in zip(gradients, variables)]


def compute(case):
    """One case: the layer on random weights, its output and its gradients."""
    rng = common.generator(case.name)
    layer = case.make()
    is_list = isinstance(case.x, list)
    x = [array(one, rng) for one in case.x] if is_list else array(case.x, rng)
    layer.build([one.shape for one in x] if is_list else x.shape)
    layer.set_weights([random_weight(rng, w) for w in layer.weights])
    getattr(layer, "finalize_state", lambda: None)()  # Normalization computes with copies of its weights
    weights = [{"name": w.name, **tensor(w)} for w in layer.weights]
    x = tf.nest.map_structure(tf.constant, x)
    for _ in range(case.call - 1):
        layer(x, training=case.training)
    runner = tf.function(run, jit_compile=True) if case.needs_xla else run
    y, dy, dx, gradients = runner(case, layer, x, rng)
    return {
        "name": case.name,
        "class": case.layer.__name__,
        "args": case.args,
        "training": case.training,
        "call": case.call,
        "x": x,
        "weights": weights,
        "y": y,
        "dy": dy,
        "dx": dx,
        "dweights": gradients,
        "state_after": [np.asarray(w) for w in layer.non_trainable_weights],
    }


def tensor(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "data": [float(v) for v in value.ravel()]}


FOLDER = pathlib.Path(__file__).with_name("layer_cases")
for topic in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.py")):
    module = importlib.import_module(f"layer_cases.{topic}")
    common.write(FOLDER / topic, cases=[compute(case) for case in module.cases()])
