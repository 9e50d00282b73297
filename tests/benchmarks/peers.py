#!/usr/bin/env python3
"""Times the reference workloads in another framework, one JSON line for each, as keratin_bench does.

usage: peers.py torch|torch-compile|keras|onnxruntime|openvino [--threads N] [--only NAME] [--seconds S]

Needs, in an environment of its own: torch, onnx, tensorflow-cpu, onnxruntime, openvino. Weights are random.
"""
import argparse
import json
import os
import statistics
import tempfile
import time
import warnings

import branching
from chains import MODELS, with_dropout

PREDICT = {"gen_upsampling": (1, 64, 256), "gen_transpose": (1, 64, 256), "mnist_gen": (1, 64), "mnist_gen_up": (1, 64),
           "cifar_gen": (1, 32), "mnist_disc": (1, 256), "conv_stack": (1, 16), "dcgan64": (1, 16), "tf_dcgan": (1, 64),
           "vae_decoder": (1, 128), "convnet": (1, 128)} | {name: (1, 16) for name in branching.INPUTS}
TRAIN = {"gen_upsampling": 64, "gen_transpose": 64, "mnist_gen": 32, "mnist_gen_up": 32, "cifar_gen": 16,
         "mnist_disc": 128, "conv_stack": 8, "dcgan64": 8, "tf_dcgan": 32, "vae_decoder": 128,
         "convnet": 128} | {name: 16 for name in branching.INPUTS}
GAN_BATCH = 64


class Bench:
    def __init__(self, arguments):
        self.framework, self.threads = arguments.framework, arguments.threads
        self.only, self.seconds = arguments.only or "", arguments.seconds

    def predictions(self):
        return [(name, batch) for name, batches in PREDICT.items() if self.only in name for batch in batches]

    def trainings(self):
        return [(name, batch) for name, batch in TRAIN.items() if self.only in name]

    def time(self, workload, kind, batch, action):
        for _ in range(3):
            action()
        times, start = [], time.perf_counter()
        while (time.perf_counter() - start < self.seconds or len(times) < 5) and len(times) < 3000:
            before = time.perf_counter()
            action()
            times.append(1e3 * (time.perf_counter() - before))
        print(json.dumps({"framework": self.framework, "workload": workload, "kind": kind, "batch": batch,
                          "threads": self.threads, "ms": round(statistics.median(times), 4),
                          "min_ms": round(min(times), 4), "runs": len(times)}), flush=True)


# ---- PyTorch: channels-last memory, its fastest layout for convolutions on a CPU

def torch_model(name):
    return branching.torch_model(name) if name in branching.INPUTS else torch_chain(MODELS[name])


def torch_chain(model):
    import torch
    from torch import nn

    class ToImage(nn.Module):
        def __init__(self, shape):
            super().__init__()
            self.shape = shape

        def forward(self, x):
            rows, columns, channels = self.shape
            return x.view(-1, channels, rows, columns).contiguous(memory_format=torch.channels_last)

    shape, layers = model
    size, modules = list(shape), []
    for kind, *values in layers:
        if kind == "dense":
            modules.append(nn.Linear(size[0], values[0]))
            size = [values[0]]
        elif kind == "reshape":
            modules.append(ToImage(values[0]))
            size = list(values[0])
        elif kind == "up":
            modules.append(nn.Upsample(scale_factor=2))
            size = [2 * size[0], 2 * size[1], size[2]]
        elif kind == "conv":
            filters, window, stride = values
            modules.append(nn.Conv2d(size[2], filters, window, stride, (window - 1) // 2))
            size = [-(-size[0] // stride), -(-size[1] // stride), filters]
        elif kind == "transpose":
            filters, window, stride = values
            padding = (window - 1) // 2
            modules.append(nn.ConvTranspose2d(size[2], filters, window, stride, padding,
                                              output_padding=stride - window + 2 * padding))
            size = [stride * size[0], stride * size[1], filters]
        elif kind == "valid":
            filters, window = values
            modules.append(nn.Conv2d(size[2], filters, window))
            size = [size[0] - window + 1, size[1] - window + 1, filters]
        elif kind == "pool":
            modules.append(nn.MaxPool2d(2))
            size = [size[0] // 2, size[1] // 2, size[2]]
        elif kind == "normalize":
            modules.append(nn.BatchNorm2d(size[2], 1e-3) if len(size) == 3 else nn.BatchNorm1d(size[0], 1e-3))
        elif kind == "flatten":
            modules.append(nn.Flatten())
            size = [size[0] * size[1] * size[2]]
        else:
            modules.append({"leaky": lambda slope=0.2: nn.LeakyReLU(slope), "relu": nn.ReLU, "sigmoid": nn.Sigmoid,
                            "tanh": nn.Tanh, "softmax": lambda: nn.Softmax(1), "dropout": nn.Dropout}[kind](*values))
    return nn.Sequential(*modules).to(memory_format=torch.channels_last)


def torch_batch(name, batch):
    """A tuple of the model's inputs."""
    if name in branching.INPUTS:
        return branching.torch_batch(name, batch)
    import torch
    shape = MODELS[name][0]
    x = torch.randn(batch, *shape)
    return (x.permute(0, 3, 1, 2) if len(shape) == 3 else x,)


def run_torch(bench, compiled):
    import torch
    from torch.nn import functional
    torch.set_num_threads(bench.threads)
    prepare = torch.compile if compiled else lambda model: model

    def adam(model, rate, beta=0.9):
        return torch.optim.Adam(model.parameters(), lr=rate, betas=(beta, 0.999), foreach=True)

    with torch.inference_mode():
        for name, batch in bench.predictions():
            model, x = prepare(torch_model(name).eval()), torch_batch(name, batch)
            bench.time(name, "predict", batch, lambda: model(*x))
    for name, batch in bench.trainings():
        plain, x = torch_model(name), torch_batch(name, batch)
        y, optimizer, model = torch.rand_like(plain(*x)).detach(), adam(plain, 1e-4), prepare(plain)

        def step():
            optimizer.zero_grad(set_to_none=True)
            functional.mse_loss(model(*x), y).backward()
            optimizer.step()
        bench.time(name, "train", batch, step)
    if bench.only not in "mnist_gan":
        return
    generator, discriminator, half = torch_model("mnist_gen"), torch_chain(with_dropout(MODELS["mnist_disc"])), GAN_BATCH // 2
    optimizers = adam(generator, 2e-4, 0.5), adam(discriminator, 2e-4, 0.5)
    real, ones = torch.rand(half, 28, 28, 1).permute(0, 3, 1, 2), torch.ones(GAN_BATCH, 1)
    labels = torch.cat([torch.ones(half, 1), torch.zeros(half, 1)])
    g, d = prepare(generator), prepare(discriminator)

    def gan_step():
        with torch.no_grad():
            fake = g(torch.randn(half, 100))
        for optimizer, loss in ((optimizers[1], lambda: functional.binary_cross_entropy(d(torch.cat([real, fake])), labels)),
                                (optimizers[0], lambda: functional.binary_cross_entropy(d(g(torch.randn(GAN_BATCH, 100))), ones))):
            discriminator.requires_grad_(optimizer is optimizers[1])
            optimizer.zero_grad(set_to_none=True)
            loss().backward()
            optimizer.step()
    bench.time("mnist_gan", "train", GAN_BATCH, gan_step)


# ---- Keras on TensorFlow

def keras_model(name):
    return branching.keras_model(name) if name in branching.INPUTS else keras_chain(MODELS[name])


def keras_chain(model):
    from keras import Sequential, layers
    shape, parts = model
    make = {"dense": layers.Dense, "reshape": layers.Reshape, "up": layers.UpSampling2D, "flatten": layers.Flatten,
            "conv": lambda f, w, s: layers.Conv2D(f, w, strides=s, padding="same"),
            "transpose": lambda f, w, s: layers.Conv2DTranspose(f, w, strides=s, padding="same"),
            "valid": layers.Conv2D, "pool": layers.MaxPooling2D, "normalize": layers.BatchNormalization,
            "leaky": lambda slope=0.2: layers.LeakyReLU(slope), "relu": layers.ReLU, "dropout": layers.Dropout,
            "sigmoid": lambda: layers.Activation("sigmoid"), "tanh": lambda: layers.Activation("tanh"),
            "softmax": layers.Softmax}
    return Sequential([layers.Input(shape)] + [make[kind](*values) for kind, *values in parts])


def run_keras(bench):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    import numpy as np
    import tensorflow as tf
    tf.config.threading.set_intra_op_parallelism_threads(bench.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)

    def batch_of(name, batch):
        if name in branching.INPUTS:
            return branching.keras_batch(name, batch)
        return tf.constant(np.random.randn(batch, *MODELS[name][0]).astype("float32"))

    for name, batch in bench.predictions():
        model, x = keras_model(name), batch_of(name, batch)
        run = tf.function(lambda inputs: model(inputs, training=False))
        bench.time(name, "predict", batch, lambda: run(x).numpy())
    for name, batch in bench.trainings():
        model, x = keras_model(name), batch_of(name, batch)
        y = tf.random.uniform(model(x).shape)
        model.compile(loss="mse", optimizer=keras.optimizers.Adam(1e-4))
        bench.time(name, "train", batch, lambda: model.train_on_batch(x, y))
    if bench.only not in "mnist_gan":
        return
    generator, discriminator, half = keras_model("mnist_gen"), keras_chain(with_dropout(MODELS["mnist_disc"])), GAN_BATCH // 2
    options = {"loss": "binary_crossentropy"}
    discriminator.compile(optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5), **options)
    real, ones = np.random.rand(half, 28, 28, 1).astype("float32"), np.ones((GAN_BATCH, 1), "float32")
    labels = np.concatenate([ones[:half], 0 * ones[:half]])
    discriminator.train_on_batch(np.concatenate([real, real]), labels)  # traced while it still trains
    discriminator.trainable = False
    gan = keras.Sequential([generator, discriminator])
    gan.compile(optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5), **options)

    def gan_step():
        fake = generator.predict_on_batch(np.random.randn(half, 100).astype("float32"))
        discriminator.train_on_batch(np.concatenate([real, fake]), labels)
        gan.train_on_batch(np.random.randn(GAN_BATCH, 100).astype("float32"), ones)
    bench.time("mnist_gan", "train", GAN_BATCH, gan_step)


# ---- the two that only predict, from an ONNX file

def onnx_file(name, batch):
    import torch
    model, x = torch_model(name).eval(), torch_batch(name, batch)
    path = os.path.join(tempfile.gettempdir(), f"peer_{name}_{batch}.onnx")
    torch.onnx.export(model, x, path, dynamo=False, opset_version=17)
    return path, [array.contiguous().numpy() for array in x]


def run_onnxruntime(bench):
    import onnxruntime
    for name, batch in bench.predictions():
        path, x = onnx_file(name, batch)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = bench.threads
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        inputs = {given.name: array for given, array in zip(session.get_inputs(), x)}
        bench.time(name, "predict", batch, lambda: session.run(None, inputs))


def run_openvino(bench):
    import openvino
    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": bench.threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    for name, batch in bench.predictions():
        path, x = onnx_file(name, batch)
        request = core.compile_model(core.read_model(path), "CPU", settings).create_infer_request()
        bench.time(name, "predict", batch, lambda: request.infer(dict(enumerate(x)), share_inputs=True))


def main():
    runs = {"torch": lambda bench: run_torch(bench, False), "torch-compile": lambda bench: run_torch(bench, True),
            "keras": run_keras, "onnxruntime": run_onnxruntime, "openvino": run_openvino}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("framework", choices=runs)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--only")
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    runs[arguments.framework](Bench(arguments))


if __name__ == "__main__":
    main()
