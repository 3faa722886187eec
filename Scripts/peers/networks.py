"""The five networks that speeds are compared on, as tables that no framework is needed to read.

Layers are tuples: a kind, then its settings. `torch_network.py` and `keras_network.py` build them.
Strided convolutions pad nothing before and one pixel after, which for even sizes is Keras's 'same'.
"""

from typing import NamedTuple


class Conv(NamedTuple):
    channels: int
    kernel: int
    stride: int = 1
    padding: tuple = (0, 0)  # pixels before and after, in height and in width
    bias: bool = True


class Depthwise(NamedTuple):
    stride: int = 1
    padding: tuple = (1, 1)


class Norm(NamedTuple):
    pass


class ReLU(NamedTuple):
    limit: float = 0  # 0: none


class MaxPool(NamedTuple):
    size: int = 2


class MeanPool(NamedTuple):
    pass  # over the whole image, to a vector


class Flatten(NamedTuple):
    pass


class Dropout(NamedTuple):
    rate: float


class Dense(NamedTuple):
    outputs: int


class Sigmoid(NamedTuple):
    pass


class Residual(NamedTuple):
    layers: list  # their output is added to their input


class Network(NamedTuple):
    input: tuple  # height, width, channels
    batch: int
    outputs: int
    parameters: int  # running statistics included
    layers: list


def hildebrandt():
    """Convolution, ReLU, batch norm, max-pool."""
    layers = []
    for channels, kernel, pool in [(32, 7, 2), (32, 7, 2), (64, 5, 2), (64, 5, 2), (128, 3, 1), (256, 3, 1)]:
        layers += [Conv(channels, kernel), ReLU(), Norm()] + ([MaxPool(pool)] if pool > 1 else [])
    return layers + [
        Flatten(), Dropout(0.05), Dense(512), ReLU(), Dropout(0.15), Dense(256), ReLU(), Dropout(0.15), Dense(37),
        Sigmoid()]


def lawlor_vgg16():
    layers = []
    for channels in [(64, 64), (128, 128), (256,) * 3, (512,) * 3, (512,) * 3]:
        for count in channels:
            layers += [Conv(count, 3, padding=(1, 1)), ReLU()]
        layers.append(MaxPool())
    dense = [Dense(4096), ReLU(), Dropout(0.5)]
    return layers + [Flatten()] + dense + dense + [Dense(37), Sigmoid()]


def galaxy_mobilenet_v1():
    def strided(stride):
        return (0, 1) if stride == 2 else (1, 1)

    layers = [Conv(32, 3, 2, strided(2), bias=False), Norm(), ReLU()]
    strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 2]
    channels = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024]
    for number, (stride, count) in enumerate(zip(strides, channels), 1):
        # The last block keeps 7x7: three pixels of padding, then 'same', which here is one more.
        padding = (4, 4) if number == 13 else strided(stride)
        layers += [Depthwise(stride, padding), Norm(), ReLU(), Conv(count, 1, bias=False), Norm(), ReLU()]
    return layers + [MeanPool(), Dense(1000), ReLU(), Dense(37), Sigmoid()]


def inverted_residuals(limit, second_expansion, linear_bias, expands_first):
    """The body of MobileNet v2; `second_expansion` is a further 1x1 between depthwise and linear convolution."""
    def conv(count, kernel=1, stride=1, padding=(0, 0)):
        return [Conv(count, kernel, stride, padding, bias=False), Norm(), ReLU(limit)]

    layers = conv(32, 3, 2, (0, 1))
    inputs = 32
    rows = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    for factor, outputs, count, first_stride in rows:
        for stride in [first_stride] + [1] * (count - 1):
            wide = factor * inputs
            block = conv(wide) if factor > 1 or expands_first else []
            block += [Depthwise(stride, (0, 1) if stride == 2 else (1, 1)), Norm(), ReLU(limit)]
            block += conv(wide) if second_expansion else []
            block += [Conv(outputs, 1, bias=linear_bias), Norm()]
            layers += [Residual(block)] if stride == 1 and inputs == outputs else block
            inputs = outputs
    return layers + conv(1280) + [MeanPool()]


def galaxy_mobilenet_v2():
    body = inverted_residuals(0, second_expansion=True, linear_bias=True, expands_first=True)
    return body + [Dense(1000), ReLU(), Dense(37), Sigmoid()]


def mobilenet_v2():
    return inverted_residuals(6, second_expansion=False, linear_bias=False, expands_first=False) + [Dense(1000)]


NETWORKS = {
    "hildebrandt": Network((150, 150, 1), 64, 37, 849_285, hildebrandt()),
    "galaxy-mobilenet-v1": Network((224, 224, 3), 16, 37, 4_290_901, galaxy_mobilenet_v1()),
    "galaxy-mobilenet-v2": Network((224, 224, 3), 16, 37, 8_119_477, galaxy_mobilenet_v2()),
    "mobilenet-v2": Network((224, 224, 3), 16, 1000, 3_538_984, mobilenet_v2()),
    "lawlor-vgg16": Network((106, 106, 3), 16, 37, 50_526_053, lawlor_vgg16()),
}
