"""Cases of RMSNormalization."""

from keras import layers
from case import Case


def cases():
    return [
        Case("rms_normalization", layers.RMSNormalization, {}, (3, 5)),
        Case("rms_normalization_images", layers.RMSNormalization, {"epsilon": 0.25}, (2, 2, 3, 4)),
    ]
