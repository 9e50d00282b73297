"""What a case of a layer is. Cases have small arrays with rows != columns and odd sizes, so that mistakes show."""

import dataclasses
import typing

import numpy as np
from keras import layers, ops


class Transposed(layers.Layer):
    """A layer for channels last, for images whose channels come first."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def build(self, shape):
        self.layer.build((shape[0], *shape[2:], shape[1]))

    def call(self, x):
        return ops.moveaxis(self.layer(ops.moveaxis(x, 1, -1)), -1, 1)


@dataclasses.dataclass(eq=False)
class Case:
    name: str
    layer: type
    args: dict
    x: typing.Any  # a shape, or a function of the random generator; a list of them for several inputs
    training: bool = False
    takes_training: bool = False
    call: int = 1  # which call of the layer is recorded

    @property
    def is_first(self):
        return self.args.get("data_format") == "channels_first"

    def make(self):
        """The layer. TensorFlow's Conv2D for CPUs knows channels_last alone, and XLA adds its bias to the columns."""
        if self.layer is layers.Conv2D and self.is_first:
            return Transposed(self.layer(**{**self.args, "data_format": "channels_last"}))
        return self.layer(**self.args)

    @property
    def needs_xla(self):
        """Whether TensorFlow's own kernels for CPUs cannot compute it, or give other numbers than in fit()."""
        if self.layer is layers.MaxPooling3D:
            return True  # eagerly, each of several largest numbers gets the whole gradient
        if "Transpose" in self.layer.__name__:
            return self.is_first or self.args.get("dilation_rate", 1) != 1
        strides = self.args.get("strides", 1)
        return self.layer is layers.DepthwiseConv2D and isinstance(strides, list) and strides[0] != strides[1]


def fixed(values, shape):
    return lambda rng: np.array(values, "float32").reshape(shape)
