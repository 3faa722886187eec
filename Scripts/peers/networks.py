"""The networks that are compared, as tables that no framework is needed to read: from images to logits.

Layers are tuples: a kind, then its settings. `torch_network.py` and `keras_network.py` build them.
Layers with weights come with the names that checkpoints have for them; a norm belongs to the convolution before it.
Strided convolutions pad nothing before and one pixel after, which for even sizes is Keras's 'same'.
"""

from typing import NamedTuple


class Conv(NamedTuple):
    name: str
    channels: int
    kernel: int
    stride: int = 1
    padding: tuple = (0, 0)  # pixels before and after, in height and in width
    bias: bool = True


class OrientedConv(NamedTuple):
    """Filters in the eight orientations of the square, 'same' padding; its channels are `fields` in each orientation."""
    name: str
    fields: int
    kernel: int
    is_first: bool = False  # of an image, whose channels have no orientations


class Depthwise(NamedTuple):
    name: str
    stride: int = 1
    padding: tuple = (1, 1)


class Norm(NamedTuple):
    momentum: float = 0.99  # weight of the past in the running statistics


class ReLU(NamedTuple):
    limit: float = 0  # 0: none


class MaxPool(NamedTuple):
    size: int = 2


class MeanPool(NamedTuple):
    pass  # over the whole image, to a vector


class ImageMean(NamedTuple):
    pass  # over the whole image, to one of a pixel


class OrientationMean(NamedTuple):
    pass  # over the orientations of an image of one pixel, to a vector


class Flatten(NamedTuple):
    pass


class Dropout(NamedTuple):
    rate: float


class Dense(NamedTuple):
    name: str
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


def hildebrandt(outputs):
    """Convolution, ReLU, batch norm, max-pool."""
    layers = []
    blocks = [(32, 7, 2), (32, 7, 2), (64, 5, 2), (64, 5, 2), (128, 3, 1), (256, 3, 1)]
    for i, (channels, kernel, pool) in enumerate(blocks):
        layers += [Conv(f"features.{i}", channels, kernel), ReLU(), Norm()] + ([MaxPool(pool)] if pool > 1 else [])
    return layers + [
        Flatten(), Dropout(0.05), Dense("classifier.0", 512), ReLU(), Dropout(0.15), Dense("classifier.1", 256), ReLU(),
        Dropout(0.15), Dense("classifier.2", outputs)]


def galaxy(outputs):
    """Oriented convolution, batch norm, ReLU, max-pool; then the means over the image, mixed."""
    layers = []
    blocks = [(4, 5, 2), (8, 3, 1), (8, 3, 2), (16, 3, 1), (16, 3, 2), (32, 3, 1), (32, 3, 1)]
    for i, (fields, kernel, pool) in enumerate(blocks):
        layers += [OrientedConv(f"features.{i}", fields, kernel, is_first=i == 0), Norm(0.9), ReLU()]
        layers += [MaxPool(pool)] if pool > 1 else []
    layers += [ImageMean(), OrientedConv("mixing", 256, 1), Norm(0.9), ReLU()]
    return layers + [OrientationMean(), Dropout(0.2), Dense("classifier.0", outputs)]


def lawlor_vgg16(outputs):
    layers, number = [], 0
    for channels in [(64, 64), (128, 128), (256,) * 3, (512,) * 3, (512,) * 3]:
        for count in channels:
            layers += [Conv(f"features.{number}", count, 3, padding=(1, 1)), ReLU()]
            number += 1
        layers.append(MaxPool())
    return layers + [
        Flatten(), Dense("classifier.0", 4096), ReLU(), Dropout(0.5), Dense("classifier.1", 4096), ReLU(), Dropout(0.5),
        Dense("classifier.2", outputs)]


SEPARABLE_ROWS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5  # channels, stride


def separable_blocks(rows, limit, stem_channels=32, last_padding=None):
    """The body of MobileNet v1: a convolution and blocks of channels and strides; the last block may pad otherwise."""
    layers = [Conv("stem", stem_channels, 3, 2, (0, 1), bias=False), Norm(), ReLU(limit)]
    for i, (count, stride) in enumerate(rows):
        padding = strided(stride)
        if last_padding and i + 1 == len(rows):
            padding = last_padding
        layers += [Depthwise(f"blocks.{i}.depthwise", stride, padding), Norm(), ReLU(limit)]
        layers += [Conv(f"blocks.{i}.pointwise", count, 1, bias=False), Norm(), ReLU(limit)]
    return layers + [MeanPool()]


def strided(stride):
    return (0, 1) if stride == 2 else (1, 1)


def galaxy_mobilenet_v1(outputs):
    # The last block keeps 7x7: three pixels of padding, then 'same', which here is one more.
    body = separable_blocks(SEPARABLE_ROWS + [(1024, 2), (1024, 2)], limit=0, last_padding=(4, 4))
    return body + [Dense("classifier.0", 1000), ReLU(), Dense("classifier.1", outputs)]


def mobilenet_v1(outputs, width=1):
    """As published; for images with an even number of pixels a side."""
    rows = [(int(channels * width), stride) for channels, stride in SEPARABLE_ROWS + [(1024, 2), (1024, 1)]]
    return separable_blocks(rows, 6, int(32 * width)) + [Dropout(0.001), Dense("classifier.0", outputs)]


def inverted_residuals(limit, momentum, second_expansion, linear_bias, expands_first):
    """The body of MobileNet v2; `second_expansion` is a further 1x1 between depthwise and linear convolution."""
    def conv(name, count, kernel=1, stride=1, padding=(0, 0)):
        return [Conv(name, count, kernel, stride, padding, bias=False), Norm(momentum), ReLU(limit)]

    layers = conv("stem", 32, 3, 2, (0, 1))
    inputs, number = 32, 0
    rows = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    for factor, outputs, count, first_stride in rows:
        for stride in [first_stride] + [1] * (count - 1):
            name, wide = f"blocks.{number}", factor * inputs
            block = conv(f"{name}.expansion", wide) if factor > 1 or expands_first else []
            block += [Depthwise(f"{name}.depthwise", stride, strided(stride)), Norm(momentum), ReLU(limit)]
            block += conv(f"{name}.mixing", wide) if second_expansion else []
            block += [Conv(f"{name}.projection", outputs, 1, bias=linear_bias), Norm(momentum)]
            layers += [Residual(block)] if stride == 1 and inputs == outputs else block
            inputs, number = outputs, number + 1
    return layers + conv("top", 1280) + [MeanPool()]


def galaxy_mobilenet_v2(outputs):
    body = inverted_residuals(0, 0.99, second_expansion=True, linear_bias=True, expands_first=True)
    return body + [Dense("classifier.0", 1000), ReLU(), Dense("classifier.1", outputs)]


def mobilenet_v2(outputs):
    body = inverted_residuals(6, 0.999, second_expansion=False, linear_bias=False, expands_first=False)
    return body + [Dense("classifier.0", outputs)]


# Those that speeds are compared on.
NETWORKS = {
    "hildebrandt": Network((150, 150, 1), 64, 37, 849_285, hildebrandt(37) + [Sigmoid()]),
    "galaxy-mobilenet-v1": Network((224, 224, 3), 16, 37, 4_290_901, galaxy_mobilenet_v1(37) + [Sigmoid()]),
    "galaxy-mobilenet-v2": Network((224, 224, 3), 16, 37, 8_119_477, galaxy_mobilenet_v2(37) + [Sigmoid()]),
    "mobilenet-v2": Network((224, 224, 3), 16, 1000, 3_538_984, mobilenet_v2(1000)),
    "lawlor-vgg16": Network((106, 106, 3), 16, 37, 50_526_053, lawlor_vgg16(37) + [Sigmoid()]),
}
