"""The event files that Keras's TensorBoard callback writes, their times set to 0: writes tensor_board.json. Needs the
package tensorboard. All numbers are short in binary and nothing moves, so that the bytes can be compared."""

import json
import pathlib
import tempfile

import common  # noqa: F401
import keras
import numpy as np
import tensorflow as tf
from tensorflow.core.util import event_pb2


def model():
    inner = keras.Sequential([keras.layers.Dense(1, name="last")], name="inner")
    outer = keras.Sequential([keras.Input((2,)), keras.layers.Dense(20, name="first"), inner], name="outer")
    count = sum(w.size for w in outer.get_weights())
    numbers = ((np.arange(count) * 37 % 101) / 64 - 0.5).astype("float32")
    weights, begin = [], 0
    for w in outer.get_weights():
        weights.append(numbers[begin:begin + w.size].reshape(w.shape))
        begin += w.size
    outer.set_weights(weights)
    outer.compile(keras.optimizers.SGD(1e-30), "mse", metrics=["mae"])
    return outer


def events(folder):
    (path,) = folder.glob("events.out.tfevents.*.v2")
    texts = []
    for record in tf.data.TFRecordDataset(str(path)):
        event = event_pb2.Event.FromString(record.numpy())
        event.wall_time = 0
        texts.append(b"\x09" + bytes(8) + event.SerializeToString(deterministic=True))
    return [text.hex() for text in texts]


def framed(content):
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "records")
        with tf.io.TFRecordWriter(path) as writer:
            writer.write(content)
        return pathlib.Path(path).read_bytes().hex()


def main():
    x = (np.arange(16).reshape(8, 2) / 8 - 1).astype("float32")
    y = x[:, :1] * 2
    with tempfile.TemporaryDirectory() as folder:
        callback = keras.callbacks.TensorBoard(folder, histogram_freq=2, write_graph=False, update_freq=2)
        model().fit(x, y, batch_size=4, epochs=3, validation_data=(x, y), shuffle=False, verbose=0,
                    callbacks=[callback])
        golden = {run: events(pathlib.Path(folder) / run) for run in ("train", "validation")}
    golden["framed"] = framed(b"keratin")
    golden["keras"] = keras.__version__
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


main()
