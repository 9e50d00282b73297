"""Three epochs of a model with two inputs and two outputs, with sample weights for each output and validation,
as Keras trains it: writes several_outputs.json."""

import common
import keras
import numpy as np

NAMES = ("real", "kind")


class SampleMeans(keras.callbacks.Callback):
    """The loss of each output as the mean over all samples. Keras's own is the mean over batches, whatever
    their sizes, of which the last value of each batch is taken back."""

    def __init__(self, count, validation_count, batch_size):
        super().__init__()
        self.sizes = {"": self.batches(count, batch_size), "val_": self.batches(validation_count, batch_size)}
        self.losses = {}

    @staticmethod
    def batches(count, batch_size):
        return [min(batch_size, count - begin) for begin in range(0, count, batch_size)]

    def take(self, prefix, batch, logs):
        for name in NAMES:
            means = self.means.setdefault(f"{prefix}{name}_loss", [])
            means.append((batch + 1) * float(logs[f"{name}_loss"]))

    def on_epoch_begin(self, epoch, logs=None):
        self.means = {}

    def on_train_batch_end(self, batch, logs=None):
        self.take("", batch, logs)

    def on_test_batch_end(self, batch, logs=None):
        self.take("val_", batch, logs)

    def on_epoch_end(self, epoch, logs=None):
        for name, sums in self.means.items():
            sizes = self.sizes["val_" if name.startswith("val_") else ""]
            of_batches = np.diff(sums, prepend=0.0)
            self.losses.setdefault(name, []).append(float(np.dot(of_batches, sizes) / np.sum(sizes)))


def fit(name, sample_weight, validation_weight):
    rng = common.generator("several_outputs")
    left, right = keras.Input((3,), name="left"), keras.Input((2,), name="right")
    x = keras.layers.Dense(4, activation="tanh")(keras.layers.Concatenate()([left, right]))
    outputs = [keras.layers.Dense(1, activation="sigmoid", name="real")(x),
               keras.layers.Dense(3, activation="softmax", name="kind")(x)]
    model = keras.Model([left, right], outputs)
    start = [common.normal(rng, w.shape) for w in model.get_weights()]
    model.set_weights(start)

    def data(count):
        return ([common.normal(rng, (count, 3)), common.normal(rng, (count, 2))],
                [rng.integers(0, 2, (count, 1)).astype("float32"), rng.integers(0, 3, count).astype("float32")])

    (x, y), (x_val, y_val) = data(10), data(5)
    model.compile(keras.optimizers.SGD(0.5), ["binary_crossentropy", "sparse_categorical_crossentropy"],
                  loss_weights=[1.0, 0.5], metrics=[["accuracy"], ["accuracy"]])
    validation = (x_val, y_val) if validation_weight is None else (x_val, y_val, validation_weight)
    means = SampleMeans(10, 5, 4)
    history = model.fit(x, y, sample_weight=sample_weight, validation_data=validation, batch_size=4, epochs=3,
                        shuffle=False, verbose=0, callbacks=[means]).history
    return {"name": name, "start": start, "x": x, "y": y, "x_val": x_val, "y_val": y_val,
            "sample_weight": weights_of(sample_weight), "validation_weight": weights_of(validation_weight),
            "history": history | means.losses, "after": [np.array(w) for w in model.get_weights()],
            "predicted": model.predict(x, verbose=0)}


def weights_of(given):
    """A list for all cases: an empty array where there are none."""
    if given is None:
        return []
    if not isinstance(given, list):
        return [given]
    return [np.zeros(0, "float32") if weights is None else weights for weights in given]


def cases():
    rng = common.generator("weights")
    of_real, of_kind = common.uniform(rng, 10, 0, 3), common.uniform(rng, (10, 1), 0, 3)
    real_val, kind_val = common.uniform(rng, 5, 0, 3), common.uniform(rng, 5, 0, 3)
    yield fit("each", [of_real, of_kind], [real_val, kind_val])
    yield fit("first", [of_real, None], [None, kind_val])
    yield fit("all", of_real, real_val)


common.write(__file__, cases=list(cases()))
