"""Writes what get_config() of each supported layer holds, and for each key another valid value.

    python3 make.py keras      # Keras 3.15.1 writes keras.json
    python3 make.py tf_keras   # tf-keras 2.21 writes tf_keras.json

A value counts as valid where that Keras makes a layer of the changed config.
"""
import copy
import importlib
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

which = sys.argv[1]
keras = importlib.import_module(which)
layers = keras.layers
is_keras3 = which == "keras"

ARGUMENTS = {
    "Activation": ["relu"], "AlphaDropout": [0.25], "AveragePooling1D": [2], "AveragePooling2D": [2],
    "AveragePooling3D": [2],
    "BatchNormalization": [], "Conv1D": [4, 3], "Conv1DTranspose": [4, 3], "Conv2D": [4, 3],
    "Conv3D": [4, 3], "Conv3DTranspose": [4, 3], "Cropping3D": [],
    "Conv2DTranspose": [4, 3], "Cropping1D": [], "Cropping2D": [], "Dense": [4], "DepthwiseConv2D": [3],
    "Dropout": [0.25], "ELU": [], "Embedding": [5, 4], "Flatten": [], "GaussianDropout": [0.25],
    "GaussianNoise": [0.25], "GlobalAveragePooling1D": [], "GlobalAveragePooling2D": [],
    "GlobalAveragePooling3D": [], "GlobalMaxPooling3D": [], "MaxPooling3D": [],
    "GlobalMaxPooling1D": [], "GlobalMaxPooling2D": [], "GroupNormalization": [2], "Identity": [],
    "InputLayer": [], "LayerNormalization": [], "LeakyReLU": [], "MaxPooling1D": [], "MaxPooling2D": [],
    "Normalization": [],
    "PReLU": [], "Permute": [(2, 1)], "ReLU": [], "RepeatVector": [3], "Rescaling": [0.5],
    "Reshape": [(4, 2)], "Resizing": [8, 8], "SeparableConv2D": [4, 3], "Softmax": [],
    "SpatialDropout1D": [0.25], "SpatialDropout3D": [0.25],
    "SpatialDropout2D": [0.25], "UnitNormalization": [], "UpSampling1D": [], "UpSampling2D": [],
    "UpSampling3D": [], "ZeroPadding1D": [], "ZeroPadding2D": [], "ZeroPadding3D": [],
    "Add": [], "Average": [], "Concatenate": [], "Dot": [1], "Maximum": [], "Minimum": [], "Multiply": [],
    "Subtract": [], "TimeDistributed": [layers.Dense(4)],
}

# Arguments that get_config() holds only where they are given.
GIVEN = {"Dense": {"activity_regularizer": "l2"}, "InputLayer": {"shape": (8,)}} if is_keras3 else {
    "InputLayer": {"input_shape": (8,)}}

INITIALIZER = keras.initializers.serialize(keras.initializers.RandomNormal(stddev=0.5, seed=3))
REGULARIZER = keras.regularizers.serialize(keras.regularizers.L2(0.5))
CONSTRAINT = keras.constraints.serialize(keras.constraints.NonNeg())

QUANTIZATION = keras.saving.serialize_keras_object(keras.quantizers.Int8QuantizationConfig()) if is_keras3 else None

OTHERS = {
    "activation": "tanh", "alpha": 0.75, "antialias": True, "axis": 1, "batch_input_shape": [None, 7],
    "batch_shape": [None, 7], "block_size": 4, "center": False, "crop_to_aspect_ratio": True,
    "data_format": "channels_first", "depth_multiplier": 2, "dtype": "float64",
    "epsilon": 0.5, "fill_mode": "nearest", "fill_value": 3.0, "filters": 6, "height": 16,
    "input_dim": 7, "input_length": 4, "invert": True, "interpolation": "bilinear", "keepdims": True,
    "mask_zero": True, "max_value": 6.0, "momentum": 0.5, "n": 5, "name": "another",
    "negative_slope": 0.75, "noise_shape": [None, 1], "offset": 2.0, "optional": True, "output_dim": 6,
    "pad_to_aspect_ratio": True, "ragged": True, "rate": 0.5, "renorm": True, "renorm_clipping": {"rmax": 2.0}, "renorm_momentum": 0.5, "scale": 2.0, "seed": 7,
    "shared_axes": [1], "sparse": True, "stddev": 0.5, "synchronized": True, "threshold": 0.5,
    "trainable": False, "units": 6, "use_bias": False, "width": 16, "dims": [1, 2], "groups": 2,
    "lora_rank": 2, "rms_scaling": True, "quantization_config": QUANTIZATION, "supports_masking": True,
}
OTHERS_OF = {
    ("BatchNormalization", "axis"): 2, ("LayerNormalization", "axis"): 1, ("GroupNormalization", "groups"): 4,
    ("BatchNormalization", "scale"): False, ("LayerNormalization", "scale"): False,
    ("GroupNormalization", "scale"): False, ("GroupNormalization", "axis"): 1,
    ("Resizing", "interpolation"): "nearest", ("UpSampling2D", "interpolation"): "bilinear",
    ("Normalization", "axis"): [1], ("Normalization", "mean"): [1.0], ("Normalization", "variance"): [2.0],
    ("Embedding", "sparse"): True, ("Reshape", "target_shape"): [2, 4],
    ("Cropping1D", "cropping"): [2, 1], ("Cropping2D", "cropping"): [[2, 1], [1, 2]],
    ("Cropping3D", "cropping"): [[2, 1], [1, 2], [0, 1]],
    ("ZeroPadding3D", "padding"): [[2, 1], [1, 2], [0, 1]], ("UpSampling3D", "size"): [3, 2, 1],
    ("Conv3DTranspose", "output_padding"): [0, 0, 0],
    ("ZeroPadding1D", "padding"): [2, 1], ("ZeroPadding2D", "padding"): [[2, 1], [1, 2]],
    ("UpSampling1D", "size"): 3, ("UpSampling2D", "size"): [3, 2],
    ("Conv1DTranspose", "output_padding"): [0], ("Conv2DTranspose", "output_padding"): [0, 0],
    ("InputLayer", "dtype"): "int32", ("Dot", "axes"): 2, ("Dot", "normalize"): True,
    ("TimeDistributed", "layer"): keras.saving.serialize_keras_object(layers.Dense(6)),
}


def other_value(class_name, key, value):
    """Another value than `value` for a key of a layer's config."""
    if (class_name, key) in OTHERS_OF:
        return OTHERS_OF[class_name, key]
    if key.endswith("_initializer"):
        return INITIALIZER
    if key.endswith("_regularizer"):
        return REGULARIZER
    if key.endswith("_constraint"):
        return CONSTRAINT
    if key == "padding":
        return "same"
    if key in ("pool_size", "kernel_size", "strides", "dilation_rate"):
        size = 5 if key.endswith("size") else 1 if list(value)[0] == 2 else 2
        return [size] * next(rank for rank in (1, 2, 3) if f"{rank}D" in class_name)
    return OTHERS[key]


def plain(config):
    """A config without what differs from run to run."""
    if isinstance(config, dict):
        return {k: plain(v) for k, v in config.items() if k != "shared_object_id"}
    return [plain(v) for v in config] if isinstance(config, (list, tuple)) else config


def serialized(layer):
    return plain(json.loads(json.dumps(keras.saving.serialize_keras_object(layer))))


def entry(class_name, arguments):
    keras.backend.clear_session()
    layer_class = getattr(layers, class_name)
    layer = layer_class(*arguments, **GIVEN.get(class_name, {}))
    config = serialized(layer)["config"]
    others = {}
    for key, value in config.items():
        other = other_value(class_name, key, value)
        assert other != value, (class_name, key)
        changed = copy.deepcopy(config)
        changed[key] = other
        try:
            layer_class.from_config(changed)
        except Exception as error:  # then it is no valid value, and nothing that a file can hold
            print("not valid:", class_name, key, other, str(error).split("\n")[0][:100])
            continue
        others[key] = plain(other)
    return {"config": config, "others": others}


cases = {name: entry(name, arguments) for name, arguments in ARGUMENTS.items()}
here = os.path.dirname(os.path.abspath(__file__))
lines = [f'"{name}": {json.dumps(case)}' for name, case in cases.items()]
with open(os.path.join(here, which + ".json"), "w") as file:
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
