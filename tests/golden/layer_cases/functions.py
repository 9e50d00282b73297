"""Cases of layers that Keras writes as functions: Lambda, and tf.nn.depth_to_space as a layer."""

import tensorflow as tf
from keras import layers, ops
from case import Case

FUNCTIONS = {
    "square": ops.square,
    "mean of steps": lambda x: ops.mean(x, axis=1),
    "every other step": lambda x: x[:, ::2],
}


class Lambda(layers.Lambda):
    def __init__(self, function):
        super().__init__(FUNCTIONS[function])


class DepthToSpace(layers.Layer):
    def __init__(self, block_size):
        super().__init__()
        self.block_size = block_size

    def call(self, x):
        return tf.nn.depth_to_space(x, self.block_size) if self.block_size > 1 else tf.identity(x)


def cases():
    return [
        Case("lambda_square", Lambda, {"function": "square"}, (3, 4)),
        Case("lambda_mean", Lambda, {"function": "mean of steps"}, (2, 3, 4)),
        Case("lambda_every_other", Lambda, {"function": "every other step"}, (2, 5, 3)),
        Case("depth_to_space_1", DepthToSpace, {"block_size": 1}, (2, 2, 3, 2)),
        Case("depth_to_space_2", DepthToSpace, {"block_size": 2}, (2, 2, 3, 4)),
        Case("depth_to_space_2_channels", DepthToSpace, {"block_size": 2}, (2, 3, 2, 12)),
        Case("depth_to_space_3", DepthToSpace, {"block_size": 3}, (1, 1, 2, 18)),
    ]
