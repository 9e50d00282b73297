"""What a case of a layer is. Cases have small arrays with rows != columns and odd sizes, so that mistakes show."""

import dataclasses
import typing

import numpy as np
from keras import layers


@dataclasses.dataclass(eq=False)
class Case:
    name: str
    layer: type
    args: dict
    x: typing.Any  # a shape, or a function of the random generator
    training: bool = False
    takes_training: bool = False
    call: int = 1  # which call of the layer is recorded

    @property
    def needs_xla(self):
        return "Transpose" in self.layer.__name__ and self.args.get("dilation_rate", 1) != 1


def fixed(values, shape):
    return lambda rng: np.array(values, "float32").reshape(shape)
