"""The reference models that branch, in PyTorch and in Keras: the same as workloads.hpp makes."""

# The shapes of a sample of each input, channels last; (1,) is a label.
INPUTS = {"conditional_gen": [(100,), (1,)], "unet": [(64, 64, 3)], "residual_sr": [(32, 32, 3)]}


def torch_model(name):
    import torch
    from torch import nn

    def conv(channels, filters, window=3):
        return nn.Conv2d(channels, filters, window, padding=window // 2)

    def two_convolutions(channels, filters):
        return nn.Sequential(conv(channels, filters), nn.ReLU(), conv(filters, filters), nn.ReLU())

    class ConditionalGenerator(nn.Module):
        def __init__(self):
            super().__init__()
            self.label = nn.Sequential(nn.Embedding(10, 50), nn.Linear(50, 49))
            self.latent = nn.Sequential(nn.Linear(100, 6272), nn.LeakyReLU(0.2))
            self.rest = nn.Sequential(nn.ConvTranspose2d(129, 128, 4, 2, 1), nn.LeakyReLU(0.2),
                                      nn.ConvTranspose2d(128, 128, 4, 2, 1), nn.LeakyReLU(0.2),
                                      conv(128, 1, 7), nn.Tanh())

        def forward(self, latent, label):
            image = self.latent(latent).view(-1, 128, 7, 7).contiguous(memory_format=torch.channels_last)
            return self.rest(torch.cat([image, self.label(label).view(-1, 1, 7, 7)], 1))

    class UNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.pool = nn.MaxPool2d(2)
            self.down = nn.ModuleList([two_convolutions(3, 32), two_convolutions(32, 64), two_convolutions(64, 128)])
            self.transposed = nn.ModuleList([nn.ConvTranspose2d(128, 64, 2, 2), nn.ConvTranspose2d(64, 32, 2, 2)])
            self.up = nn.ModuleList([two_convolutions(128, 64), two_convolutions(64, 32)])
            self.last = nn.Sequential(conv(32, 3, 1), nn.Sigmoid())

        def forward(self, image):
            fine = self.down[0](image)
            middle = self.down[1](self.pool(fine))
            x = self.down[2](self.pool(middle))
            x = self.up[0](torch.cat([self.transposed[0](x), middle], 1))
            return self.last(self.up[1](torch.cat([self.transposed[1](x), fine], 1)))

    class ResidualSuperResolution(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = conv(3, 64)
            self.blocks = nn.ModuleList([nn.Sequential(conv(64, 64), nn.ReLU(), conv(64, 64)) for _ in range(16)])
            self.after = conv(64, 64)
            self.last = nn.Sequential(nn.Upsample(scale_factor=2), conv(64, 3))

        def forward(self, image):
            x = first = self.first(image)
            for block in self.blocks:
                x = x + block(x)
            return self.last(first + self.after(x))

    made = {"conditional_gen": ConditionalGenerator, "unet": UNet, "residual_sr": ResidualSuperResolution}[name]()
    return made.to(memory_format=torch.channels_last)


def torch_batch(name, batch):
    import torch
    arrays = [torch.zeros(batch, 1, dtype=torch.int64) if shape == (1,) else torch.randn(batch, *shape)
              for shape in INPUTS[name]]
    return tuple(array.permute(0, 3, 1, 2) if array.dim() == 4 else array for array in arrays)


def keras_model(name):
    from keras import Model, layers

    def conv(x, filters, activation=None, window=3):
        return layers.Conv2D(filters, window, activation=activation, padding="same")(x)

    def two_convolutions(x, filters):
        return conv(conv(x, filters, "relu"), filters, "relu")

    inputs = [layers.Input(shape) for shape in INPUTS[name]]
    if name == "conditional_gen":
        latent, label = inputs
        at_label = layers.Reshape((7, 7, 1))(layers.Dense(49)(layers.Embedding(10, 50)(label)))
        x = layers.Reshape((7, 7, 128))(layers.LeakyReLU(0.2)(layers.Dense(6272)(latent)))
        x = layers.Concatenate()([x, at_label])
        for _ in range(2):
            x = layers.LeakyReLU(0.2)(layers.Conv2DTranspose(128, 4, strides=2, padding="same")(x))
        return Model(inputs, conv(x, 1, "tanh", 7))
    if name == "unet":
        fine = two_convolutions(inputs[0], 32)
        middle = two_convolutions(layers.MaxPooling2D()(fine), 64)
        x = two_convolutions(layers.MaxPooling2D()(middle), 128)
        x = layers.Concatenate()([layers.Conv2DTranspose(64, 2, strides=2)(x), middle])
        x = layers.Concatenate()([layers.Conv2DTranspose(32, 2, strides=2)(two_convolutions(x, 64)), fine])
        return Model(inputs, conv(two_convolutions(x, 32), 3, "sigmoid", 1))
    x = first = conv(inputs[0], 64)
    for _ in range(16):
        x = layers.Add()([x, conv(conv(x, 64, "relu"), 64)])
    x = layers.Add()([first, conv(x, 64)])
    return Model(inputs, conv(layers.UpSampling2D()(x), 3))


def keras_batch(name, batch):
    import numpy as np
    import tensorflow as tf
    return [tf.zeros((batch, 1)) if shape == (1,) else tf.constant(np.random.randn(batch, *shape).astype("float32"))
            for shape in INPUTS[name]]
