"""Times the operations of `Benchmarks/Sources/operations` in PyTorch: a process of `compare_operation_speed.py`.

Reads what `operations --list --json` prints from standard input and prints, as JSON, the shortest milliseconds of each
operation, forward by itself and forward and backward together. Runs are timed as that program times them: for a given
time, at least three after one to warm up. Images lie in memory as --layout says; the product's lie channels last.
"""

import argparse
import json
import sys
import time

import torch
import torch.nn.functional as F


def reduction(function):
    return lambda s: lambda x: function(x, s, keepdim=True)


def padded(mode):
    return lambda s: lambda x: F.pad(x, (s[0],) * 4, mode)


def resized(mode):
    corners = {"align_corners": False} if mode == "bilinear" else {}
    return lambda s: lambda x: F.interpolate(x, tuple(s), mode=mode, **corners)


def frozen_batch_norm(s):
    mean, variance = torch.full((64,), 0.1), torch.full((64,), 2.0)
    return lambda x, scale, offset: F.batch_norm(x, mean, variance, scale, offset, False, 0.01, 1e-3)


def gathered(s):
    indices = torch.tensor([i * 37 % 1000 for i in range(s[0])])
    return lambda x: torch.index_select(x, 0, indices)


def class_cross_entropy(s):
    return lambda x: F.cross_entropy(x, torch.arange(x.shape[0]) % x.shape[1])


# Functions of the settings that return functions of the operands. Images are [N, C, H, W] to them, whatever the layout.
IMAGE_OPERATIONS = {
    "maxPool": lambda s: lambda x: F.max_pool2d(x, s[0], s[1], s[2]),
    "averagePool": lambda s: lambda x: F.avg_pool2d(x, s[0], s[1], s[2], count_include_pad=False),
    "globalAveragePool": lambda s: lambda x: x.mean((2, 3)),
    "upsampleNearest": resized("nearest"), "upsampleBilinear": resized("bilinear"),
    "padZeros": padded("constant"), "padReflect": padded("reflect"),
    "crop": lambda s: lambda x: x[:, :, s[0]:-s[0], s[0]:-s[0]].clone(memory_format=torch.preserve_format),
    "transposedConvolution": lambda s: lambda x, w: F.conv_transpose2d(x, w, stride=s[0], padding=s[1]),
    "batchNorm": lambda s: lambda x, scale, offset: F.batch_norm(x, None, None, scale, offset, True, 0.01, 1e-3),
    "frozenBatchNorm": frozen_batch_norm,
    "groupNorm": lambda s: lambda x, scale, offset: F.group_norm(x, s[0], scale, offset, 1e-5),
    "scaleChannels": lambda s: lambda x, f: x * f[:, :, None, None],
}
# To these a tensor is what it is to the product.
OPERATIONS = {
    "add": lambda s: torch.add, "subtract": lambda s: torch.subtract, "multiply": lambda s: torch.multiply,
    "divide": lambda s: torch.divide, "maximum": lambda s: torch.maximum, "scale": lambda s: lambda x: x * 0.125,
    "relu": lambda s: F.relu, "relu6": lambda s: F.relu6, "hardSwish": lambda s: F.hardswish,
    "leakyRelu": lambda s: lambda x: F.leaky_relu(x, 0.2), "clamp": lambda s: lambda x: torch.clamp(x, -0.5, 0.5),
    "silu": lambda s: F.silu, "gelu": lambda s: F.gelu, "tanh": lambda s: torch.tanh, "sigmoid": lambda s: torch.sigmoid,
    "elu": lambda s: F.elu, "softplus": lambda s: F.softplus, "exp": lambda s: torch.exp,
    "sum": reduction(torch.sum), "mean": reduction(torch.mean), "meanSquaredError": lambda s: F.mse_loss,
    "softmax": lambda s: lambda x: torch.softmax(x, -1), "softmaxCrossEntropy": class_cross_entropy,
    "binaryCrossEntropy": lambda s: lambda x: F.binary_cross_entropy_with_logits(x, torch.full_like(x, 0.25)),
    "layerNorm": lambda s: lambda x, scale, offset: F.layer_norm(x, x.shape[-1:], scale, offset, 1e-5),
    "permute": lambda s: lambda x: x.permute(s).contiguous(), "flip": lambda s: lambda x: x.flip(s),
    "concatenate": lambda s: lambda *x: torch.cat(x, s[0]), "gather": gathered,
    "matrixProduct": lambda s: torch.matmul, "dense": lambda s: lambda x, w, b: torch.addmm(b, x, w),
}


def operands_of(entry, layout):
    """Returns random operands: images in the layout that is asked for, weights as PyTorch has them."""
    if entry["operation"] not in IMAGE_OPERATIONS:
        return [torch.rand(shape) * 2 - 1 for shape in entry["operands"]]
    operands = []
    for index, shape in enumerate(entry["operands"]):
        if len(shape) == 4:
            # [N, H, W, C] to [N, C, H, W]; weights [KH, KW, outputs, inputs] to [inputs, outputs, KH, KW].
            is_weight = index > 0
            shape = [shape[3], shape[2], shape[0], shape[1]] if is_weight else [shape[0], shape[3], shape[1], shape[2]]
        operand = torch.rand(shape) * 2 - 1
        operands.append(operand.contiguous(memory_format=layout) if len(shape) == 4 else operand)
    return operands


def shortest(seconds, run):
    best, runs, start = float("inf"), 0, time.perf_counter()
    while runs < 4 or time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        run()
        if runs:
            best = min(best, time.perf_counter() - begin)
        runs += 1
    return best * 1e3


def measure(entry, layout, seconds):
    operation = entry["operation"]
    function = (IMAGE_OPERATIONS.get(operation) or OPERATIONS[operation])(entry["settings"])
    operands = operands_of(entry, layout)

    @torch.inference_mode()
    def forward():
        function(*operands)

    times = {"forward": shortest(seconds, forward)}
    for operand in operands:
        operand.requires_grad_()
    output = function(*operands)
    upstream = torch.rand_like(output) * 2 - 1
    times["both"] = shortest(seconds, lambda: torch.autograd.grad(function(*operands), operands, upstream))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--layout", choices=["channels-last", "channels-first"], required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    layout = {"channels-last": torch.channels_last, "channels-first": torch.contiguous_format}[options.layout]
    # Memory in use, so that what one run gives back is there for the next.
    ballast = torch.zeros(1 << 26)
    figures = [measure(entry, layout, options.seconds) for entry in json.load(sys.stdin)["operations"]]
    del ballast
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
