"""Random functional models of real Keras, with what they predict and their weights after three epochs.

    python3 tests/golden/graphs.py FOLDER COUNT [SEED] [tf_keras]

writes NAME.keras, NAME.h5 and NAME.npz for each. The models in tests/golden/graphs are those of Keras 3.15.1
and of tf-keras 2.21.0 with COUNT 6 and 4.
"""
import os
import random
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

if "tf_keras" in sys.argv:
    sys.argv.remove("tf_keras")
    import tf_keras as keras
    prefix = "keras2"
else:
    import keras
    prefix = "keras3"
layers = keras.layers


class Drawing:
    """Draws a graph: a pool of tensors grows by layers of some of them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.normalizes = False

    def chance(self, share):
        return self.random.random() < share

    def vector_layer(self):
        return self.random.choice([
            lambda: layers.Dense(self.random.choice([3, 5]), activation=self.random.choice(
                [None, "relu", "tanh", "sigmoid", "elu"])),
            lambda: layers.LeakyReLU(0.2) if prefix == "keras2" else layers.LeakyReLU(negative_slope=0.2),
            self.normalization,
            lambda: layers.Dense(4, use_bias=False),
        ])()

    def normalization(self):
        self.normalizes = True
        # tf-keras fuses the one of images, and then averages the unbiased variance, which Keras 3 never does.
        return layers.BatchNormalization(fused=False) if prefix == "keras2" else layers.BatchNormalization()

    def image_layer(self, channels):
        return self.random.choice([
            lambda: layers.Conv2D(channels, 3, padding="same", activation=self.random.choice([None, "relu"])),
            lambda: layers.Conv2DTranspose(channels, 3, padding="same"),
            lambda: layers.ReLU(),
            self.normalization,
        ])()

    def merge(self, tensors):
        same = all(t.shape == tensors[0].shape for t in tensors)
        kinds = [lambda: layers.Concatenate()]
        if same:
            kinds += [layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum]
            if len(tensors) == 2:
                kinds.append(layers.Subtract)
        return self.random.choice(kinds)()(tensors)

    def inner_model(self, shape):
        a, b = keras.Input(shape), keras.Input(shape)
        x = layers.Dense(4, activation="relu")(layers.Concatenate()([a, b]))
        return keras.Model([a, b], [layers.Dense(4)(x), layers.Dense(3, activation="tanh")(x)])

    def vectors(self, pool, count):
        shared = layers.Dense(4, activation="tanh")
        for _ in range(count):
            kind = self.random.random()
            some = self.random.sample(pool, min(len(pool), self.random.choice([2, 2, 3])))
            fours = [t for t in pool if t.shape[-1] == 4]
            if kind < 0.4:
                pool.append(self.vector_layer()(self.random.choice(pool)))
            elif kind < 0.7 and len(some) > 1:
                pool.append(self.merge(some))
            elif kind < 0.85 and fours:
                pool.append(shared(self.random.choice(fours)))
            elif kind < 0.93 and fours:
                pool += self.inner_model((4,))([self.random.choice(fours), self.random.choice(fours)])
            else:
                inner = keras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(4)])
                pool.append(inner(self.random.choice(pool)))

    def images(self, tensor, count):
        pool = [tensor]
        for _ in range(count):
            if self.chance(0.3) and len(pool) > 1:
                pool.append(self.merge(self.random.sample(pool, 2)))
            else:
                pool.append(self.image_layer(self.random.choice([2, 3]))(self.random.choice(pool)))
        low = layers.MaxPooling2D()(pool[-1])
        high = layers.UpSampling2D()(layers.Conv2D(3, 3, padding="same", activation="relu")(low))
        pool.append(layers.Concatenate()([high, self.random.choice(pool)]))
        return self.random.choice([layers.Flatten(), layers.GlobalAveragePooling2D()])(pool[-1])

    def model(self):
        inputs = [keras.Input((4,), name=f"x{i}") for i in range(self.random.choice([1, 2, 3]))]
        pool = list(inputs)
        if self.chance(0.5):
            image = keras.Input((4, 4, 2), name="image")
            inputs.append(image)
            pool.append(layers.Dense(4)(self.images(image, self.random.choice([1, 2, 3]))))
        self.vectors(pool, self.random.choice([4, 7, 10]))
        outputs = [layers.Dense(2, name="first")(self.merge(pool[-2:]))]
        if self.chance(0.5):
            outputs.append(layers.Dense(1, activation="sigmoid", name="second")(self.random.choice(pool)))
        return keras.Model(inputs, outputs if len(outputs) > 1 else outputs[0])


def write(folder, number, seed):
    keras.utils.set_random_seed(seed)
    keras.backend.clear_session()
    drawing = Drawing(seed)
    model = drawing.model()
    several = len(model.outputs) > 1
    losses = ["mse", "binary_crossentropy"] if several else "mse"
    # Adam makes steps of the noise that is the gradient of a bias before a normalization.
    optimizer = "sgd" if drawing.normalizes else drawing.random.choice(["sgd", "adam"])
    model.compile(optimizer=optimizer, loss=losses,
                  loss_weights=[1.0, 0.5] if several else None)
    x = [np.random.normal(size=(9, *i.shape[1:])).astype("float32") for i in model.inputs]
    y = [np.random.normal(size=(9, 2)).astype("float32")]
    if several:
        y.append(np.random.randint(0, 2, (9, 1)).astype("float32"))
    path = os.path.join(folder, f"{prefix}_{number}")
    model.save(path + ".keras")
    model.save(path + ".h5")
    arrays = {f"x{i}": a for i, a in enumerate(x)}
    arrays |= {f"y{i}": a for i, a in enumerate(y)}
    predicted = model.predict(x if len(x) > 1 else x[0], verbose=0)
    arrays |= {f"predicted{i}": a for i, a in enumerate(predicted if several else [predicted])}
    history = model.fit(x if len(x) > 1 else x[0], y if several else y[0], epochs=3, batch_size=4,
                        shuffle=False, verbose=0)
    arrays |= {f"weight{i}": w for i, w in enumerate(model.get_weights())}
    arrays["loss"] = np.array(history.history["loss"], "float32")
    arrays["normalizes"] = np.array(float(drawing.normalizes), "float32")
    np.savez_compressed(path + ".npz", **arrays)


folder, count = sys.argv[1], int(sys.argv[2])
first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
os.makedirs(folder, exist_ok=True)
for number in range(count):
    write(folder, number, first + number)
