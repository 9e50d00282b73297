"""Cases of the layers that draw random numbers in training: their first call and their third."""

from keras import layers
from case import Case


def calls(name, layer, args, x):
    yield Case(name, layer, args, x, True, True)
    yield Case(f"{name}_third_call", layer, args, x, True, True, 3)


def cases():
    return [
        *calls("dropout_shared_steps", layers.Dropout, {"rate": 0.4, "noise_shape": [3, 1, 4], "seed": 5}, (3, 5, 4)),
        *calls("dropout_shared_batch", layers.Dropout, {"rate": 0.3, "noise_shape": [1, 7], "seed": 5}, (3, 7)),
        *calls("spatial_dropout_2d", layers.SpatialDropout2D, {"rate": 0.4, "seed": 9}, (3, 2, 3, 5)),
        *calls(
            "spatial_dropout_2d_channels_first",
            layers.SpatialDropout2D,
            {"rate": 0.4, "data_format": "channels_first", "seed": 9},
            (3, 5, 2, 3),
        ),
        *calls("spatial_dropout_1d", layers.SpatialDropout1D, {"rate": 0.4, "seed": 9}, (3, 6, 5)),
        *calls("spatial_dropout_3d", layers.SpatialDropout3D, {"rate": 0.4, "seed": 9}, (3, 2, 3, 2, 5)),
        *calls(
            "spatial_dropout_3d_channels_first",
            layers.SpatialDropout3D,
            {"rate": 0.4, "data_format": "channels_first", "seed": 9},
            (3, 5, 2, 3, 2),
        ),
        *calls("gaussian_noise", layers.GaussianNoise, {"stddev": 0.3, "seed": 11}, (3, 7)),
        *calls("gaussian_dropout", layers.GaussianDropout, {"rate": 0.4, "seed": 12}, (3, 7)),
        *calls("alpha_dropout", layers.AlphaDropout, {"rate": 0.4, "seed": 13}, (3, 7)),
        *calls(
            "alpha_dropout_shared_steps",
            layers.AlphaDropout,
            {"rate": 0.1, "noise_shape": [2, 1, 3], "seed": 14},
            (2, 5, 3),
        ),
    ]
