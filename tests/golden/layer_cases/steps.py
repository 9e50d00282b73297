"""Cases of TimeDistributed, by the layer that it applies to each step."""

from case import Case
from keras import layers


def TimeDistributed(layer, **args):
    return layers.TimeDistributed(getattr(layers, layer)(**args))


def cases():
    def case(name, shape, layer, training=False, call=1, **args):
        args = {"layer": layer, **args}
        return Case(f"time_distributed_{name}", TimeDistributed, args, shape, training, True, call)

    dropout = {"rate": 0.4, "seed": 7}
    return [
        case("dense", (2, 3, 5), "Dense", units=4, activation="relu"),
        case("one_step", (3, 1, 2), "Dense", units=2),
        case("conv2d", (2, 3, 5, 4, 2), "Conv2D", filters=3, kernel_size=3),
        case("flatten", (2, 3, 2, 4), "Flatten"),
        case("batch_normalization", (4, 3, 2), "BatchNormalization", training=True),
        case("batch_normalization_images", (2, 3, 4, 3, 2), "BatchNormalization", training=True),
        case("dropout", (3, 4, 5), "Dropout", training=True, **dropout),
        case("dropout_second_call", (3, 4, 5), "Dropout", training=True, call=2, **dropout),
    ]
