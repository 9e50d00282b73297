"""Cases of the layers that normalize within each sample."""

import numpy as np
from keras import layers
from case import Case


def rows_with_zeros(rng):
    x = np.round(rng.normal(0.0, 1.0, (3, 4)), 2).astype("float32")
    x[1] = 0
    return x


def layer_normalization():
    def case(name, x, **args):
        return Case(f"layer_normalization_{name}", layers.LayerNormalization, args, x)

    yield case("2d", (3, 5))
    yield case("4d", (2, 3, 2, 4))
    yield case("axis_1", (2, 5, 3), axis=1)
    yield case("axis_23", (2, 3, 2, 4), axis=[2, 3])
    yield case("axis_13", (2, 3, 2, 4), axis=[3, 1])
    yield case("axis_negative_first", (2, 3, 4), axis=[1, -1])
    yield case("whole_sample", (2, 3, 2, 2), axis=[1, 2, 3])
    yield case("long_rows", (2, 37))
    yield case("plain", (3, 5), center=False, scale=False)
    yield case("no_center", (3, 4), center=False)
    yield case("no_scale_epsilon", (3, 4), scale=False, epsilon=0.1)


def group_normalization():
    def case(name, x, **args):
        return Case(f"group_normalization_{name}", layers.GroupNormalization, args, x)

    yield case("32", (1, 2, 1, 32))
    yield case("2", (2, 3, 2, 4), groups=2)
    yield case("1", (2, 3, 2, 4), groups=1)
    yield case("instance", (2, 3, 2, 3), groups=-1)
    yield case("axis_1", (2, 6, 3, 2), groups=3, axis=1)
    yield case("axis_2", (2, 3, 4, 2), groups=2, axis=-2)
    yield case("2d", (3, 6), groups=2)
    yield case("plain", (2, 3, 4), groups=2, center=False, scale=False)
    yield case("epsilon", (2, 3, 4), groups=2, epsilon=0.1, scale=False)


def unit_normalization():
    yield Case("unit_normalization", layers.UnitNormalization, {}, (3, 5))
    yield Case("unit_normalization_zeros", layers.UnitNormalization, {}, rows_with_zeros)
    yield Case("unit_normalization_axis_1", layers.UnitNormalization, {"axis": 1}, (2, 3, 4))
    yield Case("unit_normalization_axis_13", layers.UnitNormalization, {"axis": [1, 3]}, (2, 3, 2, 4))


def normalization():
    def case(name, x, **args):
        return Case(f"normalization_{name}", layers.Normalization, args, x)

    yield case("2d", (3, 5))
    yield case("4d", (2, 3, 2, 4))
    yield case("axis_1", (2, 5, 3), axis=1)
    yield case("axis_13", (2, 3, 2, 4), axis=[3, 1])
    yield case("no_axis", (2, 3, 4), axis=[])
    yield case("invert", (2, 3, 4), invert=True)
    yield case("given", (2, 3), mean=[1.0, -2.0, 0.5], variance=[0.25, 4.0, 2.0])
    yield case("given_one", (2, 3, 2), mean=0.5, variance=2.0)
    yield case("given_last_of_two_axes", (2, 3, 2), axis=[1, 2], mean=[1.0, 3.0], variance=[2.0, 0.5])
    yield case("given_invert", (2, 3), mean=3.0, variance=4.0, invert=True)


def cases():
    return [*layer_normalization(), *group_normalization(), *unit_normalization(), *normalization()]
