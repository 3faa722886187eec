"""A network of `networks.py` in Keras 3."""

import keras
import networks as n
from keras import layers as k


def make_network(network):
    inputs = keras.Input(network.input)
    return keras.Model(inputs, apply(network.layers, inputs))


def apply(layers, x):
    for layer in layers:
        x = apply_layer(layer, x)
    return x


def apply_layer(layer, x):
    match layer:
        case n.Conv(_, outputs, kernel, stride, padding, bias):
            x, name = padded(x, kernel, stride, padding)
            return k.Conv2D(outputs, kernel, stride, name, use_bias=bias)(x)
        case n.Depthwise(_, stride, padding):
            x, name = padded(x, 3, stride, padding)
            return k.DepthwiseConv2D(3, stride, name, use_bias=False)(x)
        case n.Norm(momentum):
            return k.BatchNormalization(momentum=momentum)(x)
        case n.ReLU(limit):
            return k.ReLU(limit or None)(x)
        case n.MaxPool(size):
            return k.MaxPooling2D(size)(x)
        case n.MeanPool():
            return k.GlobalAveragePooling2D()(x)
        case n.Flatten():
            return k.Flatten()(x)
        case n.Dropout(rate):
            return k.Dropout(rate)(x)
        case n.Dense(_, outputs):
            return k.Dense(outputs)(x)
        case n.Sigmoid():
            return k.Activation("sigmoid")(x)
        case n.Residual(inner):
            return k.add([x, apply(inner, x)])
    raise ValueError(f"no such layer: {layer}")


def padded(x, kernel, stride, padding):
    """Returns the input and the padding that the convolution is to be told, by a layer of its own only where it must."""
    size = x.shape[1]
    same = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    if padding == (same // 2, same - same // 2):
        return x, "same"
    return (x, "valid") if padding == (0, 0) else (k.ZeroPadding2D((padding, padding))(x), "valid")
