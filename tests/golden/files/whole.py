"""Writes the whole models that tests/saving reads, and what they predict: `python whole.py keras` with Keras 3.15,
`python whole.py tf_keras` with tf-keras 2.21, which writes as Keras 2 did. Together they have every layer."""

import importlib
import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
library = importlib.import_module(sys.argv[1])
layers, regularizers, constraints, initializers = (
    library.layers,
    library.regularizers,
    library.constraints,
    library.initializers,
)
is_keras3 = sys.argv[1] == "keras"


def pictures():
    return [
        layers.InputLayer((8, 6, 2)),
        layers.Conv2D(4, (3, 2), strides=(2, 1), padding="same", activation="relu", kernel_regularizer="l2",
                      kernel_initializer=initializers.RandomNormal(stddev=0.3)),
        layers.BatchNormalization(momentum=0.8, epsilon=0.002),
        layers.Conv2D(4, 3, padding="same", dilation_rate=2, groups=2, use_bias=False),
        layers.LeakyReLU(0.2),
        layers.UpSampling2D((2, 1), interpolation="bilinear"),
        layers.Conv2DTranspose(6, 4, strides=2, padding="same", kernel_constraint=constraints.MaxNorm(2.0)),
        layers.PReLU(shared_axes=[1, 2]),
        layers.SpatialDropout2D(0.25),
        layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same"),
        layers.ReLU(max_value=4.0, negative_slope=0.1, threshold=0.05),
        layers.SeparableConv2D(5, 3, depth_multiplier=2),
        layers.ELU(alpha=0.7),
        layers.MaxPooling2D((2, 1), strides=(2, 1), padding="same"),
        layers.AveragePooling2D(2),
        layers.ZeroPadding2D(((1, 0), (2, 1))),
        layers.Cropping2D(((0, 1), (1, 0))),
        layers.GroupNormalization(groups=5),
        layers.GlobalAveragePooling2D(),
        layers.Dense(4, activation="softmax", bias_initializer="ones"),
    ]


def more_pictures():
    return [
        layers.InputLayer((6, 6, 3)),
        layers.Rescaling([0.5, 1.0, 2.0], offset=-0.5),
        layers.Resizing(8, 4, interpolation="nearest"),
        layers.UpSampling2D(2),
        layers.Conv2D(3, 3, activation="tanh"),
        layers.LayerNormalization(axis=[-1]),
        layers.GaussianNoise(0.1),
        layers.GaussianDropout(0.1),
        layers.UnitNormalization(),
        layers.GlobalMaxPooling2D(keepdims=True),
        layers.Flatten(),
        layers.AlphaDropout(0.2),
        layers.Activation("selu"),
        layers.Softmax(),
    ]


def sequences():
    return [
        layers.InputLayer((12, 2)),
        layers.Conv1D(4, 3, padding="causal", activation="gelu", activity_regularizer=regularizers.L1(0.01)),
        layers.MaxPooling1D(2),
        layers.Conv1DTranspose(3, 4, strides=2, padding="same"),
        layers.UpSampling1D(2),
        layers.ZeroPadding1D((1, 2)),
        layers.Cropping1D((2, 1)),
        layers.AveragePooling1D(2, padding="same"),
        layers.Permute((2, 1)),
        layers.Reshape((-1, 6)),
        layers.GlobalAveragePooling1D(),
        layers.RepeatVector(3),
        layers.GlobalMaxPooling1D(),
    ]


def volumes():
    return [
        layers.InputLayer((6, 8, 6, 2)),
        layers.Normalization(),
        layers.Conv3D(4, (2, 3, 2), strides=(1, 2, 1), padding="same", activation="relu", groups=2),
        layers.SpatialDropout3D(0.25),
        layers.MaxPooling3D((1, 2, 2), padding="same"),
        layers.Conv3DTranspose(3, (3, 4, 3), strides=(1, 2, 2), padding="same", use_bias=False),
        layers.Conv3D(3, 2, dilation_rate=(2, 1, 1)),
        layers.UpSampling3D((1, 2, 1)),
        layers.ZeroPadding3D(((1, 0), (0, 1), (1, 1))),
        layers.Cropping3D(((0, 1), (1, 0), (0, 2))),
        layers.AveragePooling3D(2),
        layers.GlobalMaxPooling3D(keepdims=True),
        layers.GlobalAveragePooling3D(),
        layers.Reshape((3, 1)),
        layers.SpatialDropout1D(0.25),
        layers.Normalization(mean=0.5, variance=2.0, invert=True),
    ]


def words():
    return [
        layers.InputLayer((5,), dtype="int32"),
        layers.Embedding(7, 4, embeddings_initializer="uniform"),
        layers.Flatten(),
        layers.Dropout(0.5, seed=3),
        layers.Dense(3, activation="sigmoid", kernel_initializer=initializers.HeUniform(seed=7),
                     kernel_regularizer=regularizers.L1L2(0.01, 0.02), bias_constraint=constraints.NonNeg()),
    ]


def steps():
    each = layers.TimeDistributed
    return [
        layers.InputLayer((3, 6, 6, 2)),
        each(layers.Conv2D(3, 3, activation="relu")),
        each(layers.BatchNormalization()),
        each(layers.LeakyReLU(0.2)),
        each(layers.MaxPooling2D()),
        each(each(layers.Dense(5, kernel_regularizer="l2"))),
        each(layers.Flatten()),
        each(layers.Dropout(0.25)),
        each(layers.Dense(4, activation="tanh", name="step"), name="last"),
    ]


def nested():
    inner = library.Sequential([layers.InputLayer((4,)), layers.Dense(3, activation="relu")], name="inner")
    inner.trainable = False
    return [layers.InputLayer((4,)), inner, layers.Dense(2, name="last")]


def chain():
    inputs = layers.Input((4,), name="start")
    hidden = layers.Dense(5, activation="elu")(inputs)
    hidden = layers.BatchNormalization()(hidden)
    return library.Model(inputs, layers.Dense(2)(hidden), name="chain")


def nested_chain():
    first, second = layers.Input((4,), name="latent"), layers.Input((5,))
    inner = library.Model(first, layers.BatchNormalization()(layers.Dense(5, activation="relu")(first)), name="inner")
    last = library.Model(second, layers.Dense(3)(second), name="last")
    stack = library.Sequential([layers.InputLayer((3,)), layers.Dense(3), layers.Dense(2, activation="tanh")], name="stack")
    start = layers.Input((4,), name="start")
    return library.Model(start, stack(last(inner(start))), name="nested_chain")


def inputs_of(name, model):
    shape = (3,) + tuple(model.input_shape[1:])
    count = int(np.prod(shape))
    if name == "words":
        return (np.arange(count) % 7).reshape(shape).astype("float32")
    return np.sin(np.arange(count, dtype="float64") * 0.7).astype("float32").reshape(shape)


def main():
    endings = [".keras", ".keras3.h5"] if is_keras3 else [".tf_keras.keras", ".tf_keras.h5"]
    outputs = {}
    for name in ["pictures", "more_pictures", "sequences", "volumes", "words", "steps", "nested", "chain",
                 "nested_chain"]:
        library.utils.set_random_seed(1)
        made = globals()[name]()
        model = made if name.endswith("chain") else library.Sequential(made, name=name)
        weights = model.get_weights()
        for i, weight in enumerate(weights):
            numbers = 0.5 * np.cos(np.arange(weight.size, dtype="float64") * 0.9 + i)
            weights[i] = numbers.astype("float32").reshape(weight.shape)
        names = [weight.name if not is_keras3 else weight.path for weight in model.weights]
        for i, weight_name in enumerate(names):
            if "variance" in weight_name:
                weights[i] = np.abs(weights[i]) + 0.5
        model.set_weights(weights)
        for layer in model.layers:
            if isinstance(layer, layers.Normalization):
                layer.finalize_state()  # it computes with copies of its weights
        x = inputs_of(name, model)
        y = np.asarray(model.predict(x, verbose=0))
        for ending in endings:
            model.save(HERE / f"{name}{ending}")
        outputs[name] = {"x": x.ravel().tolist(), "x_shape": list(x.shape), "y": y.ravel().tolist(),
                         "y_shape": list(y.shape), "params": int(model.count_params())}
    version = {"library": f"{sys.argv[1]} {library.__version__}"}
    (HERE / f"whole.{sys.argv[1]}.json").write_text(json.dumps(version | outputs) + "\n")


main()
