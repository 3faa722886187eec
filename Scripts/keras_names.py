"""Keras's networks and the names of this package for their weights: the one place where both are written side by side.

Needs Keras 3 with any backend. Nothing is downloaded: networks are built without weights.
"""

import re

import keras
import numpy as np

NETWORKS = (
    "mobilenet-v1", "mobilenet-v1-shallow", "mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large", "vgg16",
    "inception-v3",
)


def build(network, outputs, width=1.0, resolution=None, activation=None):
    """Returns the Keras network, its dropout switched off; without activation it gives logits.

    MobileNet v3 goes without the scaling of pixels that Keras puts in front of it."""
    applications = keras.applications
    side = resolution or (299 if network == "inception-v3" else 224)
    common = dict(weights=None, classes=outputs, input_shape=(side, side, 3), classifier_activation=activation)
    if network == "mobilenet-v1":
        model = applications.MobileNet(alpha=width, **common)
    elif network == "mobilenet-v1-shallow":
        model = shallow_mobilenet(outputs, width, side, activation)
    elif network == "mobilenet-v2":
        model = applications.MobileNetV2(alpha=width, **common)
    elif network == "mobilenet-v3-small":
        model = applications.MobileNetV3Small(alpha=width, include_preprocessing=False, **common)
    elif network == "mobilenet-v3-large":
        model = applications.MobileNetV3Large(alpha=width, include_preprocessing=False, **common)
    elif network == "vgg16":
        model = applications.VGG16(**common)
    elif network == "inception-v3":
        model = applications.InceptionV3(**common)
    else:
        raise ValueError(f"no network {network}; there are: {', '.join(NETWORKS)}")
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0
    return model


def shallow_mobilenet(outputs, width, side, activation):
    """Keras's MobileNet without the blocks 7 to 11, in the words of keras.applications."""
    layers = keras.layers
    inputs = layers.Input((side, side, 3))
    x = layers.Conv2D(int(32 * width), 3, 2, "same", use_bias=False, name="conv1")(inputs)
    x = layers.ReLU(6.0)(layers.BatchNormalization(name="conv1_bn")(x))
    rows = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (1024, 2), (1024, 1)]
    for i, (channels, stride) in enumerate(rows, 1):
        if stride == 2:
            x = layers.ZeroPadding2D(((0, 1), (0, 1)))(x)
        padding = "same" if stride == 1 else "valid"
        x = layers.DepthwiseConv2D(3, stride, padding, use_bias=False, name=f"conv_dw_{i}")(x)
        x = layers.ReLU(6.0)(layers.BatchNormalization(name=f"conv_dw_{i}_bn")(x))
        x = layers.Conv2D(int(channels * width), 1, padding="same", use_bias=False, name=f"conv_pw_{i}")(x)
        x = layers.ReLU(6.0)(layers.BatchNormalization(name=f"conv_pw_{i}_bn")(x))
    x = layers.Dropout(1e-3)(layers.GlobalAveragePooling2D(keepdims=True)(x))
    x = layers.Reshape((outputs,))(layers.Conv2D(outputs, 1, padding="same", name="conv_preds")(x))
    return keras.Model(inputs, layers.Activation(activation)(x))


def layer_names(network):
    """Returns pairs of this package's name and Keras's name of every layer with weights, in the order of visits."""
    if network.startswith("mobilenet-v1"):
        blocks = 8 if network.endswith("shallow") else 13
        return [
            *unit("stem", "conv1", "conv1_bn"),
            *[
                pair for i in range(blocks) for kind, theirs in (("depthwise", "dw"), ("pointwise", "pw"))
                for pair in unit(f"blocks.{i}.{kind}", f"conv_{theirs}_{i + 1}", f"conv_{theirs}_{i + 1}_bn")],
            ("classifier.0", "conv_preds"),
        ]
    if network == "mobilenet-v2":
        pairs = unit("stem", "Conv1", "bn_Conv1")
        for i in range(17):
            prefix = f"block_{i}_" if i else "expanded_conv_"
            for ours, theirs in (("expansion", "expand"), ("depthwise", "depthwise"), ("projection", "project")):
                if i or ours != "expansion":
                    pairs += unit(f"blocks.{i}.{ours}", prefix + theirs, f"{prefix}{theirs}_BN")
        return [*pairs, *unit("top", "Conv_1", "Conv_1_bn"), ("classifier.0", "predictions")]
    if network.startswith("mobilenet-v3"):
        small = network.endswith("small")
        squeezing = {0, *range(3, 11)} if small else {3, 4, 5, *range(10, 15)}
        pairs = unit("stem", "conv", "conv_bn")
        for i in range(11 if small else 15):
            name, prefix = f"blocks.{i}", f"expanded_conv_{i}_" if i else "expanded_conv_"
            if i:
                pairs += unit(f"{name}.expansion", f"{prefix}expand", f"{prefix}expand_bn")
            pairs += unit(f"{name}.depthwise", f"{prefix}depthwise", f"{prefix}depthwise_bn")
            if i in squeezing:
                pairs.append((f"{name}.excitation.reduction", f"{prefix}squeeze_excite_conv"))
                pairs.append((f"{name}.excitation.expansion", f"{prefix}squeeze_excite_conv_1"))
            pairs += unit(f"{name}.projection", f"{prefix}project", f"{prefix}project_bn")
        return [*pairs, *unit("top", "conv_1", "conv_1_bn"), ("classifier.0", "conv_2"), ("classifier.1", "logits")]
    if network == "vgg16":
        theirs = [f"block{block}_conv{i}" for block, n in enumerate((2, 2, 3, 3, 3), 1) for i in range(1, n + 1)]
        pairs = [(f"features.{i}.conv", name) for i, name in enumerate(theirs)]
        return pairs + [(f"classifier.{i}", name) for i, name in enumerate(("fc1", "fc2", "predictions"))]
    if network == "inception-v3":
        # Keras only numbers these, in the order in which they come to be.
        pairs = []
        for i, name in enumerate(inception_names()):
            suffix = f"_{i}" if i else ""
            pairs += unit(name, f"conv2d{suffix}", f"batch_normalization{suffix}")
        return [*pairs, ("classifier.0", "predictions")]
    raise ValueError(f"no network {network}; there are: {', '.join(NETWORKS)}")


def unit(name, conv, norm):
    return [(f"{name}.conv", conv), (f"{name}.norm", norm)]


def inception_names():
    """Names of Inception's convolutions; numbers count layers of a branch, pools included."""
    pool_first, pair = [1], ["1.branch0.0", "1.branch1.0"]
    modules = [
        *[[[0], [0, 1], [0, 1, 2], pool_first]] * 3,
        [[0], [0, 1, 2], []],
        *[[[0], [0, 1, 2], [0, 1, 2, 3, 4], pool_first]] * 4,
        [[0, 1], [0, 1, 2, 3], []],
        *[[[0], [0, *pair], [0, 1, *[name.replace("1.", "2.", 1) for name in pair]], pool_first]] * 2,
    ]
    names = [f"stem.{i}" for i in (0, 1, 2, 4, 5)]
    return names + [
        f"mixed.{m}.branch{b}.{layer}" for m, branches in enumerate(modules) for b, branch in enumerate(branches)
        for layer in branch
    ]


def parameters(model, network):
    """Returns the variable of every parameter by this package's name, in the order of visits."""
    layers = {layer.name: layer for layer in model.layers}
    if network == "inception-v3":
        layers |= renumbered(model)
    found = {}
    for ours, theirs in layer_names(network):
        layer = layers[theirs]
        if ours.endswith(".norm"):
            kinds = {
                "scale": layer.gamma, "offset": layer.beta, "runningMean": layer.moving_mean,
                "runningVariance": layer.moving_variance,
            }
        else:
            kinds = {"weight": layer.kernel, "bias": layer.bias if layer.use_bias else None}
        found |= {f"{ours}.{kind}": variable for kind, variable in kinds.items() if variable is not None}
    assert len(found) == len(model.weights), f"{len(model.weights)} weights, {len(found)} of them have a name"
    return found


def renumbered(model):
    """Returns the layers that Keras numbers, their numbers beginning at nought whatever was built before."""
    named = {}
    for kind in ("conv2d", "batch_normalization"):
        matches = [(re.fullmatch(rf"{kind}(?:_(\d+))?", layer.name), layer) for layer in model.layers]
        ordered = sorted(((int(match[1] or 0), layer) for match, layer in matches if match), key=lambda item: item[0])
        named |= {f"{kind}_{i}" if i else kind: layer for i, (_, layer) in enumerate(ordered)}
    return named


def our_shape(name, shape):
    """Returns this package's shape for a variable: without the axes of extent 1 that Keras has in depthwise weights
    and in 1×1 convolutions that stand for dense layers."""
    shape = tuple(shape)
    if not name.endswith(".weight"):
        return shape
    if name.endswith(".depthwise.conv.weight"):
        return shape[:3]
    return shape if name.endswith(".conv.weight") else shape[-2:]


def our_tensors(model, network):
    """Returns the network's numbers by this package's name, counters included."""
    tensors = {}
    for name, variable in parameters(model, network).items():
        array = np.asarray(keras.ops.convert_to_numpy(variable), np.float32)
        tensors[name] = array.reshape(our_shape(name, array.shape))
        if name.endswith(".runningVariance"):
            # How many batches the statistics saw is not known; so many that no more correction is due.
            tensors[name.replace("runningVariance", "batches")] = np.float32(1e6)
    return tensors
