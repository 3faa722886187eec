"""Trains Hildebrandt's recipe in PyTorch from the weights and the split that a `galaxy train` run recorded.

Two trainings that start from the same weights and see the same galaxies can be compared: what is left between them is
chance (order, augmentation, dropout) and the engine. Run by hand, with a Python that has torch, numpy and opencv:

    python Scripts/peers/train_hildebrandt.py --start FILE.safetensors --images DIR --labels CSV > summary.json

FILE is a checkpoint with `features.{0...5}.conv.{weight,bias}`, `features.{0...5}.norm.{scale,offset}` and
`classifier.{0...2}.{weight,bias}`, convolution weights [KH, KW, C, K] and dense weights [C, K]. Other tensors in it are
ignored; running statistics start anew. The split is read from the metadata of FILE, or of another checkpoint given
by --split: `trainingIdentifiers` and `validationIdentifiers`, JSON arrays of GalaxyIDs as strings.

Progress goes to standard error, the summary to standard output as one JSON object.

The recipe:
- grey (JPEG's luma); of the 8-connected regions above 10 the one with the largest bounding box; its square with a
  margin of a tenth, anchored at the upper left; the whole frame where that square does not fit; area-averaged to
  150x150 in 8 bits; scaled to [0, 1]
- flips, rotation by up to 0.3 turns, zoom by up to 10 % in height and in width, as one bilinear warp with reflection;
  contrast by up to 5 % about the image's mean
- convolution, ReLU, batch norm, max-pool; dropout 0.05, 0.15, 0.15; mean squared error; Adam as Keras defines it

Tensors are channels_last, PyTorch's faster layout here. In it, PyTorch 2.13 sums batch norm's statistics in plain
float32: for 64 images of 144x144 the variance was off by 3e-3 on one thread and by 8e-4 on two (2e-7 in the default
layout). This is left as a user of PyTorch would have it.
"""

import argparse
import csv
import json
import math
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from torch import nn

SIZE = 150
BLOCKS = [(7, 32, 2), (7, 32, 2), (5, 64, 2), (5, 64, 2), (3, 128, 1), (3, 256, 1)]  # kernel size, channels, pool
DENSE = [(0.05, 512), (0.15, 256), (0.15, 37)]  # dropout before the layer, outputs
LEARNING_RATE, BETAS, ADAM_EPSILON = 1e-3, (0.9, 0.999), 1e-7


class BatchNorm(nn.Module):
    """Keras's batch norm: biased variance, epsilon 1e-3, momentum 0.99.

    With `corrected`, the running statistics start at zero and are divided by 1 - momentum^t, as Adam's moments are;
    without, they start at 0 and 1 and keep part of that for some hundred steps, as in Keras.
    """

    def __init__(self, channels, corrected, momentum=0.99, epsilon=1e-3):
        super().__init__()
        self.scale, self.offset = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.corrected, self.momentum, self.epsilon, self.steps = corrected, momentum, epsilon, 0
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.zeros(channels) if corrected else torch.ones(channels))

    def forward(self, x):
        if not self.training:
            weight = 1 - self.momentum**self.steps if self.corrected else 1.0
            mean, variance = self.mean / weight, self.variance / weight
            return F.batch_norm(x, mean, variance, self.scale, self.offset, eps=self.epsilon)
        # F.batch_norm keeps an unbiased variance and refuses a batch of one pixel; this also returns what it used.
        y, mean, inverse_deviation = torch.native_batch_norm(
            x, self.scale, self.offset, None, None, True, 0.0, self.epsilon)
        variance = (inverse_deviation.detach() ** -2 - self.epsilon).clamp(min=0)
        self.mean.lerp_(mean.detach(), 1 - self.momentum)
        self.variance.lerp_(variance, 1 - self.momentum)
        self.steps += 1
        return y


def make_network(corrected):
    """Returns the network, its modules in order, and those that own parameters by their name in a checkpoint."""
    modules, named, channels = [], {}, 1
    for i, (kernel, outputs, pool) in enumerate(BLOCKS):
        convolution, norm = nn.Conv2d(channels, outputs, kernel), BatchNorm(outputs, corrected)
        modules += [convolution, nn.ReLU(), norm] + ([nn.MaxPool2d(pool)] if pool > 1 else [])
        named |= {f"features.{i}.conv": convolution, f"features.{i}.norm": norm}
        channels = outputs
    modules.append(nn.Flatten())  # one pixel is left: channels in any layout
    for i, (dropout, outputs) in enumerate(DENSE):
        last = i + 1 == len(DENSE)
        dense = nn.Linear(channels, outputs)
        modules += [nn.Dropout(dropout), dense, nn.Sigmoid() if last else nn.ReLU()]
        named[f"classifier.{i}"] = dense
        channels = outputs
    return nn.Sequential(*modules).to(memory_format=torch.channels_last), named


@torch.no_grad()
def load_weights(named, path):
    """Fills the network from a checkpoint in the layouts [KH, KW, C, K] and [C, K]."""
    wanted = {f"{owner}.{name}": value for owner, module in named.items() for name, value in module.named_parameters()}
    with safe_open(path, "pt") as file:
        missing = sorted(wanted.keys() - set(file.keys()))
        if missing:
            sys.exit(f"{path}: missing {', '.join(missing)}")
        for name, parameter in wanted.items():
            value = file.get_tensor(name)
            if value.dim() == 4:
                value = value.permute(3, 2, 0, 1)
            elif value.dim() == 2:
                value = value.T
            if value.shape != parameter.shape:
                shapes = f"expected {list(parameter.shape)}, found {list(value.shape)} in PyTorch's layout"
                sys.exit(f"{path}: {name}: {shapes}")
            parameter.copy_(value)


def read_split(path):
    """Returns the GalaxyIDs that a run trained on and those it validated on."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
    split = []
    for key in ("trainingIdentifiers", "validationIdentifiers"):
        if key not in metadata:
            sys.exit(f"{path}: the metadata has no {key}")
        split.append(json.loads(metadata[key]))
    return split


def read_labels(path):
    """Returns the 37 label values by GalaxyID."""
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: np.array(row[1:], np.float32) for row in rows}


def region_of_interest(grey):
    """Returns the square (x, y, side) around the object of a grey image, or None for the whole frame."""
    _, binary = cv2.threshold(grey, 10, 255, cv2.THRESH_BINARY)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(binary, connectivity=8)
    if count < 2:
        return None
    areas = boxes[1:, cv2.CC_STAT_WIDTH] * boxes[1:, cv2.CC_STAT_HEIGHT]
    x, y, width, height = (int(value) for value in boxes[1 + areas.argmax(), :4])
    margin = int(0.1 * max(width, height))
    x, y, side = x - margin, y - margin, max(width, height) + 2 * margin
    if x < 0 or y < 0 or x + side >= grey.shape[1] or y + side >= grey.shape[0]:
        return None
    return x, y, side


def read_images(folder, identifiers):
    """Returns the prepared images [N, 150, 150] in 8 bits."""
    images = np.empty((len(identifiers), SIZE, SIZE), np.uint8)
    for i, identifier in enumerate(identifiers):
        path = Path(folder) / f"{identifier}.jpg"
        grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            sys.exit(f"{path}: cannot be read as an image")
        square = region_of_interest(grey)
        if square is not None:
            x, y, side = square
            grey = grey[y : y + side, x : x + side]
        images[i] = cv2.resize(grey, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    return images


def augment(image, random):
    """Returns a randomly flipped, turned, zoomed and contrasted copy of a [150, 150] image in [0, 1]."""
    flip_x, flip_y = random.choice([-1, 1], 2)
    angle = 2 * math.pi * random.uniform(-0.3, 0.3)
    zoom_x, zoom_y = random.uniform(0.9, 1.1, 2)
    # From a place in the result to the place in the image: about the centre, zoom, then turn, then flip.
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    matrix = np.diag([flip_x, flip_y]) @ turn @ np.diag([zoom_x, zoom_y])
    centre = np.full(2, (SIZE - 1) / 2)
    warp = np.column_stack([matrix, centre - matrix @ centre])
    result = cv2.warpAffine(
        image, warp, (SIZE, SIZE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT)
    mean = result.mean()
    return (result - mean) * np.float32(random.uniform(0.95, 1.05)) + mean


def tensor(images):
    """Returns images [N, 150, 150] in [0, 1] as network input."""
    return torch.from_numpy(np.asarray(images, np.float32))[:, None].to(memory_format=torch.channels_last)


def train_epoch(network, optimizer, images, labels, batch_size, random):
    """Trains on every image once, in random order, and returns the mean of the loss over the images."""
    network.train()
    total = 0.0
    order = random.permutation(len(images))
    for first in range(0, len(order), batch_size):
        chosen = order[first : first + batch_size]
        batch = tensor(np.stack([augment(images[i] / np.float32(255), random) for i in chosen]))
        loss = F.mse_loss(network(batch), torch.from_numpy(labels[chosen]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        group = optimizer.param_groups[0]
        group["steps"] = group.get("steps", 0) + 1
        # PyTorch adds its epsilon to the root of the corrected moment, Keras to that of the uncorrected one.
        group["eps"] = ADAM_EPSILON / math.sqrt(1 - BETAS[1] ** group["steps"])
        optimizer.step()
        total += loss.item() * len(chosen)
    return total / len(order)


@torch.no_grad()
def predict(network, images, batch_size):
    """Returns the outputs [N, 37] in inference mode."""
    network.eval()
    batches = [images[i : i + batch_size] / np.float32(255) for i in range(0, len(images), batch_size)]
    return np.concatenate([network(tensor(batch)).numpy() for batch in batches])


def rmse(predictions, labels):
    """Returns the root mean squared error over all galaxies and columns."""
    return math.sqrt(np.square(predictions.astype(np.float64) - labels).mean())


def log(text):
    print(text, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--start", required=True, help="checkpoint with the starting weights")
    parser.add_argument("--split", help="checkpoint whose metadata holds the split (default: that of --start)")
    parser.add_argument("--images", required=True, help="folder of <GalaxyID>.jpg")
    parser.add_argument("--labels", required=True, help="CSV of the 37 answers")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, help="default: PyTorch's choice")
    parser.add_argument(
        "--uncorrected-statistics", action="store_true", help="keep Keras's running statistics without bias correction")
    options = parser.parse_args()

    if options.threads:
        torch.set_num_threads(options.threads)
        cv2.setNumThreads(options.threads)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)

    network, named = make_network(corrected=not options.uncorrected_statistics)
    load_weights(named, options.start)
    training, validation = read_split(options.split or options.start)
    rows = read_labels(options.labels)
    unlabelled = [identifier for identifier in training + validation if identifier not in rows]
    if unlabelled:
        sys.exit(f"{options.labels}: no row for GalaxyID {unlabelled[0]} and {len(unlabelled) - 1} others of the split")
    labels = np.stack([rows[identifier] for identifier in training])
    validation_labels = np.stack([rows[identifier] for identifier in validation])
    images, validation_images = read_images(options.images, training), read_images(options.images, validation)
    baseline = rmse(labels.mean(0, dtype=np.float64), validation_labels)
    log(f"{len(training)} training and {len(validation)} validation images; column means give RMSE {baseline:.5f}")

    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, betas=BETAS)
    epochs = []
    for epoch in range(1, options.epochs + 1):
        start = time.perf_counter()
        loss = train_epoch(network, optimizer, images, labels, options.batch_size, random)
        trained = time.perf_counter()
        error = rmse(predict(network, validation_images, options.batch_size), validation_labels)
        seconds, validation_seconds = trained - start, time.perf_counter() - trained
        epochs.append({
            "epoch": epoch, "trainingLoss": loss, "validationRMSE": error,
            "trainingSeconds": seconds, "validationSeconds": validation_seconds})
        log(f"epoch {epoch:3}  training loss {loss:.6f}  validation RMSE {error:.5f}  "
            f"{seconds:.1f} + {validation_seconds:.1f} s")

    best = min(epochs, key=lambda entry: entry["validationRMSE"])
    log(f"best validation RMSE {best['validationRMSE']:.5f} in epoch {best['epoch']}, "
        f"final {epochs[-1]['validationRMSE']:.5f}, column means {baseline:.5f}")
    json.dump({
        "framework": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads(), "seed": options.seed,
        "batchSize": options.batch_size, "correctedStatistics": not options.uncorrected_statistics,
        "trainingImages": len(training), "validationImages": len(validation),
        "bestValidationRMSE": best["validationRMSE"], "bestEpoch": best["epoch"],
        "finalValidationRMSE": epochs[-1]["validationRMSE"], "columnMeansRMSE": baseline, "epochs": epochs,
    }, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
