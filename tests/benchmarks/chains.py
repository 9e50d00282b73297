"""The reference models that are chains, as lists of layers: the same as workloads.hpp makes."""

LEAKY, RELU, UP = ("leaky",), ("relu",), ("up",)


def transpose(filters, window=4, stride=2):
    return ("transpose", filters, window, stride)


def normalized(*layers, activation=RELU):
    return [part for layer in layers for part in (layer, ("normalize",), activation)]


# Each chain: the shape of a sample, channels last, and its layers; padding is "same", but for the layer "valid".
MODELS = {
    "gen_upsampling": ((100,), [("dense", 3200), ("reshape", (5, 5, 128)), UP, ("conv", 1, 3, 1)]),
    "gen_transpose": ((100,), [("dense", 3200), ("reshape", (5, 5, 128)), transpose(1, 3)]),
    "mnist_gen": ((100,), [("dense", 6272), LEAKY, ("reshape", (7, 7, 128)), transpose(128), LEAKY, transpose(128),
                           LEAKY, ("conv", 1, 7, 1), ("sigmoid",)]),
    "mnist_gen_up": ((100,), [("dense", 6272), LEAKY, ("reshape", (7, 7, 128)), UP, ("conv", 128, 3, 1), LEAKY, UP,
                              ("conv", 64, 3, 1), LEAKY, ("conv", 1, 3, 1), ("sigmoid",)]),
    "cifar_gen": ((100,), [("dense", 4096), LEAKY, ("reshape", (4, 4, 256))] + [transpose(128), LEAKY] * 3
                  + [("conv", 3, 3, 1), ("tanh",)]),
    "mnist_disc": ((28, 28, 1), [("conv", 64, 3, 2), LEAKY] * 2 + [("flatten",), ("dense", 1), ("sigmoid",)]),
    "conv_stack": ((32, 32, 64), [("conv", 64, 3, 1), RELU] * 2 + [("conv", 64, 3, 1)]),
    "dcgan64": ((100,), normalized(("dense", 8192)) + [("reshape", (4, 4, 512))]
                + normalized(*[transpose(filters, 5) for filters in (256, 128, 64)]) + [transpose(3, 5), ("tanh",)]),
    "tf_dcgan": ((100,), normalized(("dense", 12544), activation=("leaky", 0.3)) + [("reshape", (7, 7, 256))]
                 + normalized(transpose(128, 5, 1), transpose(64, 5), activation=("leaky", 0.3))
                 + [transpose(1, 5), ("tanh",)]),
    "vae_decoder": ((2,), [("dense", 3136), RELU, ("reshape", (7, 7, 64)), transpose(64, 3), RELU, transpose(32, 3), RELU,
                           transpose(1, 3, 1), ("sigmoid",)]),
    "convnet": ((28, 28, 1), [("valid", 32, 3), RELU, ("pool",), ("valid", 64, 3), RELU, ("pool",), ("flatten",),
                              ("dense", 10), ("softmax",)]),
}


def with_dropout(model):
    shape, layers = model
    return shape, [part for layer in layers for part in ([layer, ("dropout", 0.4)] if layer == LEAKY else [layer])]
