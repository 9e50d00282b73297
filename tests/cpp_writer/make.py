"""A model with every operation between layers that Keratin has.

    python3 make.py            # operations_keras3.json: Keras 3.15.1
    python3 make.py tf_keras   # operations_keras2.json: tf-keras 2.21.0
"""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

is_keras2 = "tf_keras" in sys.argv
if is_keras2:
    import tensorflow as tf
    import tf_keras as keras

    relu, square, maximum, minimum, concatenate = tf.nn.relu, tf.square, tf.maximum, tf.minimum, tf.concat
else:
    import keras

    ops = keras.ops
    relu, square, maximum, minimum, concatenate = ops.relu, ops.square, ops.maximum, ops.minimum, ops.concatenate

a = keras.Input((4, 3), name="int")
b = keras.Input((4, 3))
parts = [a + 1.0, 1.5 + b, a - 0.5, 1.0 - b, a * 2.0, 3.0 * b, a / 4.0, 1.0 / b, -a, abs(b), a**2.0, 2.0**b,
         square(a), maximum(b, 0.1), minimum(0.25, a), relu(b), a + b, a - b, a * b, maximum(a, b), a[:, ::-1, 0:3]]
whole = concatenate(parts, axis=-1)
picked = [whole[:, 1:3], whole[..., 1], whole[:, -1], whole[:, None, 2:], whole[:, ::2, -3:]]
flat = [keras.layers.Flatten()(part) for part in picked]
model = keras.Model([a, b], keras.layers.Dense(2)(keras.layers.Concatenate()(flat)))
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, f"operations_keras{2 if is_keras2 else 3}.json"), "w") as file:
    file.write(model.to_json() + "\n")
