"""Functional models with operations between their layers: their configs, what they predict, and their weights after
two epochs.

    python3 make.py            # keras3.json: Keras 3.15.1
    python3 make.py tf_keras   # keras2.json: tf-keras 2.21.0
"""
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import tensorflow as tf

is_keras2 = "tf_keras" in sys.argv
if is_keras2:
    import tf_keras as keras

    relu, sigmoid, tanh, square, exp = tf.nn.relu, tf.nn.sigmoid, tf.tanh, tf.square, tf.exp
    maximum, minimum, concatenate = tf.maximum, tf.minimum, tf.concat
else:
    import keras

    ops = keras.ops
    relu, sigmoid, tanh, square, exp = ops.relu, ops.sigmoid, ops.tanh, ops.square, ops.exp
    maximum, minimum, concatenate = ops.maximum, ops.minimum, ops.concatenate
layers = keras.layers
here = os.path.dirname(os.path.abspath(__file__))

OF_ONE = {
    "add_constant": lambda a: a + 1,
    "constant_add": lambda a: 0.5 + a,
    "subtract_constant": lambda a: a - 1.5,
    "constant_subtract": lambda a: 1 - a,
    "multiply_constant": lambda a: a * 2,
    "constant_multiply": lambda a: 3 * a,
    "divide_constant": lambda a: a / 3,
    "constant_divide": lambda a: 1 / (a * a + 1),
    "negative": lambda a: -a,
    "power": lambda a: a**2,
    "power_3": lambda a: a**3,
    "constant_power": lambda a: 2**a,
    "absolute": lambda a: abs(a),
    "square": lambda a: square(a),
    "maximum_constant": lambda a: maximum(a, 0.1),
    "minimum_constant": lambda a: minimum(0.1, a),
    "relu": lambda a: relu(a),
    "sigmoid": lambda a: sigmoid(a),
    "tanh": lambda a: tanh(a),
    "exp": lambda a: exp(a),
    "slice": lambda a: a[:, 0:2],
    "slice_last": lambda a: a[..., 1],
    "place": lambda a: a[:, -1],
    "steps": lambda a: a[:, ::2, 1:],
    "backwards": lambda a: a[:, ::-1, -2::-1],
    "new_axis": lambda a: a[:, None, 1:3],
}
OF_TWO = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "maximum": lambda a, b: maximum(a, b),
    "minimum": lambda a, b: minimum(a, b),
    "repeated": lambda a, b: a * b[:, 0:1],
    "concatenate": lambda a, b: concatenate([a, b], axis=1),
    "chain": lambda a, b: (1 - sigmoid(b)) * a + sigmoid(b) * b / 2,
}


def array(values):
    """As tests/support/golden_json.hpp reads it."""
    values = np.asarray(values)
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


rng = np.random.default_rng(3)
x = rng.uniform(-1, 1, (5, 4, 3)).astype("float32")
cases = []
for name, operation in {**OF_ONE, **OF_TWO}.items():
    i = keras.Input((4, 3), name="i")
    a = layers.Dense(3, name="a")(i)
    b = layers.Dense(3, name="b")(i)
    o = operation(a) if name in OF_ONE else operation(a, b)
    model = keras.Model(i, layers.Dense(2, name="last")(layers.Flatten(name="flat")(o)))
    model.set_weights([rng.uniform(-1, 1, w.shape).astype("float32") for w in model.get_weights()])
    case = {"name": name, "config": json.loads(model.to_json()), "weights": [array(w) for w in model.get_weights()]}
    case["predicted"] = array(model.predict(x, verbose=0))
    model.compile(keras.optimizers.SGD(0.02), "mse")
    y = rng.uniform(-1, 1, (5, 2)).astype("float32")
    model.fit(x, y, batch_size=5, epochs=2, shuffle=False, verbose=0)
    case |= {"y": array(y), "trained": [array(w) for w in model.get_weights()]}
    cases.append(case)
with open(os.path.join(here, "keras2.json" if is_keras2 else "keras3.json"), "w") as file:
    file.write('{"x": ' + json.dumps(array(x)) + ', "cases": [\n')
    file.write(",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
