"""Cases of Rescaling: a number for all channels, and one for each."""

from keras import layers
from case import Case


def cases():
    return [
        Case("rescaling", layers.Rescaling, {"scale": 1 / 127.5, "offset": -1}, (2, 3, 2, 3)),
        Case("rescaling_scale_alone", layers.Rescaling, {"scale": 0.1}, (3, 4)),
        Case(
            "rescaling_channels", layers.Rescaling, {"scale": [0.5, 2, -3], "offset": [1, 0.25, 0]}, (2, 2, 2, 3)
        ),
        Case("rescaling_offsets", layers.Rescaling, {"scale": 3, "offset": [1, 2]}, (3, 2)),
    ]
