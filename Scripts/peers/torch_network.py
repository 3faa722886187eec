"""A network of `networks.py` in PyTorch."""

import networks as n
import torch
import torch.nn.functional as F
from torch import nn


class Residual(nn.Module):
    def __init__(self, branch):
        super().__init__()
        self.branch = branch

    def forward(self, x):
        return x + self.branch(x)


class OrientedConv2d(nn.Module):
    """A convolution with its filters, stored in the first orientation, in all eight.

    The group's element t + 4f mirrors the columns f times, then turns clockwise t times."""

    def __init__(self, channels, fields, kernel, is_first):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(fields, channels, kernel, kernel))
        nn.init.xavier_uniform_(self.weight)
        places = torch.arange(channels * kernel * kernel).view(channels, kernel, kernel)
        self.places = torch.cat([self.turned(places, element, is_first).reshape(1, -1) for element in range(8)])

    @staticmethod
    def turned(filters, element, is_first):
        """Returns what of a filter [C, K, K] is found where once the element has turned it, input orientations too."""
        def moved(x, element):
            return torch.rot90(x.flip(-1) if element >= 4 else x, -(element % 4), (-2, -1))

        filters = moved(filters, element)
        if is_first:
            return filters
        square = torch.arange(9).view(3, 3)
        source = [
            next(m for m in range(8) if torch.equal(moved(moved(square, m), element), moved(square, k)))
            for k in range(8)]
        return filters.unflatten(0, (8, -1))[source].flatten(0, 1)

    def forward(self, x):
        fields, _, kernel, _ = self.weight.shape
        windows = self.weight.flatten(1)[:, self.places].transpose(0, 1)
        return F.conv2d(x, windows.reshape(8 * fields, -1, kernel, kernel), padding=kernel // 2)


class SharedNorm(nn.Module):
    """A batch norm of fields over all their orientations."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        images, channels, height, width = x.shape
        return self.norm(x.reshape(images * 8, channels // 8, height, width)).view(images, channels, height, width)


class OrientationMean(nn.Module):
    def forward(self, x):
        return x.mean(1)


class PixelFlatten(nn.Module):
    """Channels of the first pixel, then of the next: the order that dense layers in checkpoints expect."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def torch_norm(channels, momentum):
    """PyTorch's own batch norm with Keras's settings."""
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=1 - momentum)


def make_network(layers, size, norm=torch_norm):
    """Returns the network for images of the given height, width and channels, in training mode.

    Weights are PyTorch's own initial ones. `norm` makes a batch norm of a number of channels and a momentum."""
    height, width, channels = size
    model = sequence(layers, channels, norm)[0]
    # A forward pass of one image fills in the numbers of inputs that lazy layers leave open.
    model.eval()(torch.zeros(1, channels, height, width))
    return model.train()


def parameter_owners(model):
    """Returns the modules that own parameters, by their names in checkpoints."""
    return {module.checkpoint_name: module for module in model.modules() if hasattr(module, "checkpoint_name")}


def sequence(layers, channels, norm):
    """Returns the layers in a row, and the number of channels behind them."""
    modules, unit, is_oriented = [], None, False
    for layer in layers:
        new, channels = make_layer(layer, channels, norm)
        match layer:
            case n.Conv(name=name) | n.Depthwise(name=name) | n.OrientedConv(name=name):
                unit, new[-1].checkpoint_name = name, f"{name}.conv"
                is_oriented = isinstance(layer, n.OrientedConv)
            case n.Norm(momentum):
                if is_oriented:
                    new = [SharedNorm(norm(channels // 8, momentum))]
                (new[-1].norm if is_oriented else new[-1]).checkpoint_name = f"{unit}.norm"
            case n.Dense(name):
                new[-1].checkpoint_name = name
        modules += new
    return nn.Sequential(*modules), channels


def make_layer(layer, channels, norm):
    match layer:
        case n.Conv(_, outputs, kernel, stride, padding, bias):
            pad, around = split(padding)
            return pad + [nn.Conv2d(channels, outputs, kernel, stride, around, bias=bias)], outputs
        case n.OrientedConv(_, fields, kernel, is_first):
            return [OrientedConv2d(channels, fields, kernel, is_first)], 8 * fields
        case n.Depthwise(_, stride, padding):
            pad, around = split(padding)
            return pad + [nn.Conv2d(channels, channels, 3, stride, around, groups=channels, bias=False)], channels
        case n.Norm(momentum):
            return [norm(channels, momentum)], channels
        case n.ReLU(limit):
            return [nn.ReLU6(inplace=True) if limit else nn.ReLU(inplace=True)], channels
        case n.MaxPool(size):
            return [nn.MaxPool2d(size)], channels
        case n.MeanPool():
            return [nn.AdaptiveAvgPool2d(1), nn.Flatten()], channels
        case n.ImageMean():
            return [nn.AdaptiveAvgPool2d(1)], channels
        case n.OrientationMean():
            return [nn.Flatten(), nn.Unflatten(1, (8, channels // 8)), OrientationMean()], channels // 8
        case n.Flatten():
            return [PixelFlatten()], None
        case n.Dropout(rate):
            return [nn.Dropout(rate)], channels
        case n.Dense(_, outputs):
            return [nn.Linear(channels, outputs) if channels else nn.LazyLinear(outputs)], outputs
        case n.Sigmoid():
            return [nn.Sigmoid()], channels
        case n.Residual(inner):
            branch, outputs = sequence(inner, channels, norm)
            return [Residual(branch)], outputs
    raise ValueError(f"no such layer: {layer}")


def split(padding):
    """Returns modules for padding that differs before and after, and padding that a convolution does itself."""
    before, after = padding
    return ([], before) if before == after else ([nn.ZeroPad2d((before, after) * 2)], 0)


def count(model, network):
    """Returns the numbers of parameters, running statistics included, and of multiply-adds for one image."""
    parameters = sum(p.numel() for p in model.parameters())
    parameters += sum(b.numel() for b in model.buffers() if b.dim() > 0)
    total = 0

    def add(module, inputs, output):
        nonlocal total
        total += output.shape[2:].numel() * module.weight.numel()

    hooks = [m.register_forward_hook(add) for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    height, width, channels = network.input
    was_training = model.training
    model.eval()(torch.zeros(1, channels, height, width))
    model.train(was_training)
    for hook in hooks:
        hook.remove()
    return parameters, total
