"""Cases of the layers of the core: activations, dense, shapes, and those that training changes."""

import keras
from keras import layers
from case import Case, fixed

SMOOTH = [
    -20,
    -7.3,
    -3.4,
    -2.1,
    -1.2,
    -0.75,
    -0.45,
    -0.2,
    0.1,
    0.3,
    0.7,
    0.9,
    1.9,
    3.1,
    4.4,
    5.8,
    6.5,
    20,
    -1.4,
    2.6,
]
KNOTS = [-3, -1, -0.5, 0, 0.5, 1, 3, 6]  # where a slope jumps: here TensorFlow chooses the derivative
LARGE = [-1000, -90, -30, -16, 16, 30, 80, 1000]
ROWS = ["softmax", "log_softmax", "sparsemax"]
NO_LARGE = ["exponential", "squareplus", "sparse_plus"] + ROWS


def activation_names():
    names = keras.src.activations.ALL_OBJECTS_DICT.keys()
    return sorted(name for name in names if name != "threshold")


def activations():
    for name in activation_names():
        args = {"activation": name}
        if name in ROWS:
            yield Case(f"activation_{name}", layers.Activation, args, (3, 5))
            yield Case(f"activation_{name}_4d", layers.Activation, args, (2, 3, 2, 4))
            yield Case(
                f"activation_{name}_large",
                layers.Activation,
                args,
                fixed([90, -30, 0, 1, 1000, 999.5, -5, 0, 7, 7, 7, 7], (3, 4)),
            )
            continue
        yield Case(f"activation_{name}", layers.Activation, args, fixed(SMOOTH, (5, 4)))
        yield Case(f"activation_{name}_knots", layers.Activation, args, fixed(KNOTS, (2, 4)))
        if name not in NO_LARGE:
            yield Case(f"activation_{name}_large", layers.Activation, args, fixed(LARGE, (2, 4)))


def activation_layers():
    settings = [
        ("relu", layers.ReLU, {}),
        ("relu_max_value", layers.ReLU, {"max_value": 3.0}),
        ("relu_max_value_6", layers.ReLU, {"max_value": 6.0}),
        ("relu_negative_slope", layers.ReLU, {"negative_slope": 0.1}),
        ("relu_threshold", layers.ReLU, {"threshold": 0.5}),
        ("relu_all", layers.ReLU, {"max_value": 3.0, "negative_slope": 0.25, "threshold": 1.0}),
        ("leaky_relu", layers.LeakyReLU, {}),
        ("leaky_relu_02", layers.LeakyReLU, {"negative_slope": 0.2}),
        ("elu", layers.ELU, {}),
        ("elu_alpha", layers.ELU, {"alpha": 0.3}),
    ]
    for name, layer, args in settings:
        yield Case(name, layer, args, fixed(SMOOTH, (2, 5, 2)))
        yield Case(f"{name}_knots", layer, args, fixed(KNOTS, (2, 4)))
    yield Case("prelu", layers.PReLU, {}, (3, 2, 5))
    yield Case("prelu_shared", layers.PReLU, {"shared_axes": [1, 2]}, (2, 3, 4, 2))
    yield Case("softmax", layers.Softmax, {}, (3, 5))
    yield Case("softmax_axis_1", layers.Softmax, {"axis": 1}, (2, 3, 4, 2))


def dense():
    yield Case("dense", layers.Dense, {"units": 4}, (3, 5))
    yield Case("dense_3d", layers.Dense, {"units": 4}, (2, 3, 5))
    yield Case("dense_4d", layers.Dense, {"units": 2}, (2, 3, 2, 5))
    yield Case("dense_no_bias", layers.Dense, {"units": 3, "use_bias": False}, (2, 4))
    yield Case("dense_one_unit", layers.Dense, {"units": 1, "activation": "sigmoid"}, (3, 2))
    for name in activation_names():
        yield Case(f"dense_{name}", layers.Dense, {"units": 4, "activation": name}, (3, 5))


def shapes():
    yield Case("reshape", layers.Reshape, {"target_shape": [4, 3]}, (2, 12))
    yield Case("reshape_open", layers.Reshape, {"target_shape": [3, -1, 2]}, (2, 6, 4))
    yield Case("flatten", layers.Flatten, {}, (2, 3, 4, 2))
    yield Case("flatten_vector", layers.Flatten, {}, (3, 4))
    yield Case("permute", layers.Permute, {"dims": [2, 1]}, (2, 3, 4))
    yield Case("permute_3", layers.Permute, {"dims": [3, 1, 2]}, (2, 3, 4, 5))
    yield Case("zero_padding_2d", layers.ZeroPadding2D, {}, (2, 3, 4, 2))
    yield Case("zero_padding_2d_int", layers.ZeroPadding2D, {"padding": 2}, (2, 3, 2, 2))
    yield Case("zero_padding_2d_pair", layers.ZeroPadding2D, {"padding": [1, 3]}, (2, 3, 2, 2))
    yield Case("zero_padding_2d_sides", layers.ZeroPadding2D, {"padding": [[1, 0], [2, 3]]}, (2, 3, 4, 2))
    yield Case("cropping_2d", layers.Cropping2D, {"cropping": 1}, (2, 5, 4, 2))
    yield Case("cropping_2d_pair", layers.Cropping2D, {"cropping": [2, 1]}, (2, 5, 4, 2))
    yield Case("cropping_2d_sides", layers.Cropping2D, {"cropping": [[1, 0], [2, 1]]}, (2, 4, 6, 3))


def training_dependent():
    def norm(name, args, shape):
        for training in (True, False):
            mode = "training" if training else "inference"
            yield Case(
                f"batch_normalization_{name}_{mode}", layers.BatchNormalization, args, shape, training, True
            )

    yield from norm("2d", {}, (5, 3))
    yield from norm("4d", {}, (2, 3, 4, 2))
    yield from norm("3d", {}, (3, 2, 4))
    yield from norm("axis_1", {"axis": 1}, (2, 3, 4, 2))
    yield from norm("no_center", {"center": False}, (4, 3))
    yield from norm("no_scale", {"scale": False}, (4, 3))
    yield from norm("plain", {"center": False, "scale": False}, (4, 3))
    yield from norm("options", {"momentum": 0.8, "epsilon": 0.01}, (2, 3, 2, 3))
    dropout = {"rate": 0.4, "seed": 7}
    yield Case("dropout_training", layers.Dropout, dropout, (3, 7), True, True)
    yield Case("dropout_training_third_call", layers.Dropout, dropout, (3, 7), True, True, 3)
    yield Case(
        "dropout_training_4d", layers.Dropout, {"rate": 0.25, "seed": 123456789}, (2, 3, 4, 2), True, True
    )
    yield Case("dropout_inference", layers.Dropout, dropout, (3, 4), False, True)
    yield Case("dropout_zero", layers.Dropout, {"rate": 0.0, "seed": 7}, (3, 4), True, True)


def cases():
    return [*activations(), *activation_layers(), *dense(), *shapes(), *training_dependent()]
