"""What the scripts share that compute golden values with real Keras: seeds, rounding and the JSON form."""

import json
import os
import pathlib
import zlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.get_logger().setLevel("ERROR")


def generator(name):
    """Random numbers of this name alone, so that a new case leaves the others as they are."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def normal(rng, shape, scale=1.0):
    """Normal numbers of two decimals: short in the file, and the same to every reader."""
    return np.round(rng.normal(0.0, scale, shape), 2).astype("float32")


def uniform(rng, shape, low, high):
    """Uniform numbers of two decimals."""
    return np.round(rng.uniform(low, high, shape), 2).astype("float32")


def number(value):
    """The shortest decimal that gives the float32 back."""
    value = np.float32(value)
    if not np.isfinite(value):
        raise ValueError(f"{value} has no place in a golden file")
    text = str(value)
    return text[:-2] if text.endswith(".0") and text != "-0.0" else text


def text(value):
    """JSON with arrays as {"shape", "data"} and floats in their shortest form."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (tf.Tensor, tf.Variable, keras.Variable)):
        value = np.asarray(value)
    if isinstance(value, np.ndarray):
        data = ",".join(number(v) for v in value.ravel())
        return f'{{"shape":{json.dumps(list(value.shape), separators=(",", ":"))},"data":[{data}]}}'
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(text(v) for v in value) + "]"
    if isinstance(value, (float, np.floating)):
        return number(value)
    return json.dumps(value)


def write(script, **lists):
    """Writes the JSON file beside `script`, one case a line, with the versions that made it."""
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}
    parts = [f'"versions":{text(versions)}']
    for key, cases in lists.items():
        names = [case["name"] for case in cases]
        if len(set(names)) != len(names):
            raise ValueError(f"two cases of {key} have one name")
        parts.append(f'"{key}":[\n' + ",\n".join(text(case) for case in cases) + "\n]")
    path = pathlib.Path(script).with_suffix(".json")
    path.write_text("{" + ",\n".join(parts) + "}\n")
    print(path.name, path.stat().st_size, "bytes,", ", ".join(f"{len(c)} {k}" for k, c in lists.items()))
