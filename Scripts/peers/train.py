"""Trains in PyTorch what a `galaxy train` run trains: from the same weights, on the same images, by the same recipe.

What is then left between the two trainings is chance (order, augmentation, dropout) and the engine. The weights, the
recipe and the split come from a run of no epochs:

    galaxy train --network hildebrandt --images DIR --labels CSV --epochs 0 --output start
    python Scripts/peers/train.py --start start --epochs 10 > summary.json

With --score, the last network is also scored on other galaxies: as they are, and by the means over six and over eight
views, those of galaxy predict; --predictions keeps what it says of them, for galaxy evaluate. --timm puts a network of
that library, with weights of its own, in the recipe's place.

Needs a Python with torch, numpy, opencv, pillow and safetensors. Progress goes to standard error, the summary to
standard output as one JSON object. Every run has all its epochs: early stopping is left aside.

Tensors are channels_last, PyTorch's faster layout here. In it, PyTorch 2.13 sums batch norm's statistics in plain
float32: for 64 images of 144x144 the variance was off by 3e-4 to 3e-3 (1e-7 in the default layout). This is left as a
user of PyTorch would have it; the loss of a first step differs by up to a thousandth for it.
"""

import argparse
import csv
import json
import math
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

import cv2
import networks
import numpy as np
import torch
import torch.nn.functional as F
from recipe_images import Augmentation, image_files, read_images, turned_and_zoomed
from recipe_rules import BatchNorm, LearningRate, make_optimizer
from safetensors import safe_open
from torch_network import make_network, parameter_owners

LAYERS = {
    "galaxy": networks.galaxy, "hildebrandt": networks.hildebrandt, "galaxy-mobilenet-v1": networks.galaxy_mobilenet_v1,
    "galaxy-mobilenet-v2": networks.galaxy_mobilenet_v2, "lawlor-vgg16": networks.lawlor_vgg16,
    "mobilenet-v1": networks.mobilenet_v1, "mobilenet-v2": networks.mobilenet_v2,
}


class Start(NamedTuple):
    """A run of no epochs."""
    recipe: dict
    paths: dict  # images and perhaps labels and classColumn
    outputs: list  # names of columns or classes
    training: list  # identifiers of images
    validation: list
    weights: dict


class Examples(NamedTuple):
    images: np.ndarray  # [N, H, W, C] in 8 bits
    targets: torch.Tensor  # fractions [N, outputs] or classes [N]

    def __len__(self):
        return len(self.images)


def read_start(run):
    """Returns what the files in a run's folder say."""
    with safe_open(run / "last.safetensors", "pt") as file:
        known = ("epoch", "recipe", "columns", "classes", "trainingIdentifiers", "validationIdentifiers")
        values = {key: json.loads(value) for key, value in file.metadata().items() if key in known}
        weights = {name: file.get_tensor(name) for name in file.keys() if not name.startswith("optimizer.")}
    if values["epoch"] != 0:
        raise ValueError(f"has been trained for {values['epoch']} epochs, expected none")
    lines = (run / "config.yaml").read_text().splitlines()
    matches = filter(None, (re.fullmatch(r"(images|labels|classColumn): (.*)", line) for line in lines))
    paths = {match[1]: match[2].strip("'\"") for match in matches}
    outputs = values["columns"] if "columns" in values else values["classes"]["names"]
    return Start(
        values["recipe"], paths, outputs, values["trainingIdentifiers"], values["validationIdentifiers"], weights)


def make_timm_model(name, start):
    """Returns a network of timm's with weights of its own; its outputs begin where the start's do."""
    import timm  # needed for nothing else

    model = timm.create_model(name, num_classes=start.recipe["options"]["outputs"])
    biases = sorted(name for name in start.weights if name.startswith("classifier.") and name.endswith(".bias"))
    model.get_classifier().bias.data.copy_(start.weights[biases[-1]])
    return model.to(memory_format=torch.channels_last)


def make_model(recipe):
    """Returns the recipe's network up to the logits."""
    name, options, images = recipe["network"], recipe["options"], recipe["preprocessing"]
    if name not in LAYERS:
        raise ValueError(f"the network {name} is not compared, only {', '.join(LAYERS)}")
    size = (images["height"], images["width"], 1 if images["grayscale"] else 3)
    choices = [options["outputs"]]
    if name == "mobilenet-v1":
        choices.append(options["widthMultiplier"])
        if size[0] % 2 or size[1] % 2:
            raise ValueError("mobilenet-v1 is compared for even resolutions only")
    elif options["widthMultiplier"] != 1 or "resolution" in options and name != "galaxy":
        raise ValueError(f"{name} is compared in its author's width and resolution only")
    return make_network(LAYERS[name](*choices), size, norm=BatchNorm).to(memory_format=torch.channels_last)


@torch.no_grad()
def load(model, weights):
    """Fills the model from a checkpoint in the layouts [KH, KW, C, K], [KH, KW, C] and [C, K]."""
    places = {
        f"{owner}.{name}": value for owner, module in parameter_owners(model).items()
        for name, value in [*module.named_parameters(), *module.named_buffers()]}
    if unmatched := sorted(places.keys() ^ weights.keys()):
        raise ValueError(f"the checkpoint and the network do not both have {', '.join(unmatched[:5])}")
    for name, place in places.items():
        value = weights[name]
        match value.dim():
            case 4:
                value = value.permute(3, 2, 0, 1)
            case 3:
                value = value.permute(2, 0, 1)[:, None]
            case 2:
                value = value.T
        if value.shape != place.shape:
            raise ValueError(f"{name}: expected {list(place.shape)}, found {list(value.shape)} in PyTorch's layout")
        place.copy_(value)


def read_targets(start, identifiers):
    """Returns fractions [N, outputs] or classes [N]."""
    if "labels" not in start.paths:
        return torch.tensor([start.outputs.index(name.split("/")[-2]) for name in identifiers])
    with open(start.paths["labels"], newline="") as file:
        rows = {row["GalaxyID"]: row for row in csv.DictReader(file)}
    if "classColumn" in start.paths:
        return torch.tensor([start.outputs.index(rows[name][start.paths["classColumn"]]) for name in identifiers])
    return torch.tensor([[float(rows[name][column]) for column in start.outputs] for name in identifiers])


def read_examples(start, identifiers):
    """Returns the images with what is true of them."""
    files = image_files(start.paths["images"])
    if missing := [name for name in identifiers if name not in files]:
        raise ValueError(f"{start.paths['images']} lacks {missing[0]} and {len(missing) - 1} other images of the split")
    images = read_images([files[name] for name in identifiers], start.recipe["preprocessing"])
    return Examples(images, read_targets(start, identifiers))


def loss_of(recipe):
    """Returns the function from logits, targets and label smoothing to the mean loss of a batch."""
    kind = recipe["options"]["head"], recipe["loss"]
    if kind == ("sigmoid", "mse"):
        return lambda logits, targets, smoothing: F.mse_loss(torch.sigmoid(logits), targets)
    if kind == ("softmax", "cross-entropy"):
        return lambda logits, targets, smoothing: F.cross_entropy(logits, targets, label_smoothing=smoothing)
    raise ValueError(f"{kind[1]} behind a {kind[0]} is not compared")


class Training:
    """A training under way."""

    def __init__(self, start, epochs, training, validation, timm_name=None):
        self.recipe, self.training, self.validation = start.recipe, training, validation
        recipe = start.recipe
        if recipe.get("frozen"):
            raise ValueError("frozen parameters are not compared")
        if timm_name:
            self.model = make_timm_model(timm_name, start)
        else:
            self.model = make_model(recipe)
            load(self.model, start.weights)
        self.loss = loss_of(recipe)
        self.batch_size = recipe["batchSize"]
        self.scale = np.float32({"unit": 1 / 255, "levels": 1}[recipe["preprocessing"]["scale"]])
        self.augment = Augmentation(recipe["augmentation"], recipe["seed"])
        self.order = np.random.default_rng(recipe["seed"])
        self.optimizer = make_optimizer(recipe["optimizer"], self.model.parameters())
        steps = epochs * math.ceil(len(training) / self.batch_size)
        self.rate = LearningRate(recipe["learningRate"], recipe["schedule"], steps)
        self.step = 0

    def input(self, images):
        """Returns images [N, H, W, C] of numbers as the network's input [N, C, H, W]."""
        batch = torch.from_numpy(np.asarray(images, np.float32)).permute(0, 3, 1, 2)
        return batch.contiguous(memory_format=torch.channels_last)

    def run_epoch(self):
        """Trains on every image once, in random order, and validates; returns the epoch's figures."""
        self.model.train()
        total, order = 0.0, self.order.permutation(len(self.training))
        for first in range(0, len(order), self.batch_size):
            chosen = order[first : first + self.batch_size]
            images = [self.augment(self.training.images[i] * self.scale) for i in chosen]
            rate = self.rate.of_step(self.step)
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            logits = self.model(self.input(images))
            loss = self.loss(logits, self.training.targets[chosen], self.recipe["labelSmoothing"])
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
            self.step += 1
            total += loss.item() * len(chosen)
        scores = self.validate()
        self.rate.end_epoch(scores["validationLoss"])
        return {"trainingLoss": total / len(order), **scores, "learningRate": rate}

    @torch.no_grad()
    def logits(self, images):
        """Returns what the model makes of images in inference mode."""
        self.model.eval()
        batches = [images[i : i + self.batch_size] * self.scale for i in range(0, len(images), self.batch_size)]
        return torch.cat([self.model(self.input(batch)) for batch in batches])

    def predictions(self, images):
        """Returns the fractions [N, outputs] by the number of views whose mean is taken."""
        levels = images.astype(np.float32)
        sides = (levels, levels[:, :, ::-1])
        views = {
            1: [levels],
            6: [turned_and_zoomed(levels, turns, zoom) for zoom in (1, 1.05, 1 / 1.05) for turns in (0, 1 / 8)],
            8: [np.rot90(side, turns, (1, 2)) for side in sides for turns in range(4)]}
        return {
            count: torch.stack([torch.sigmoid(self.logits(view).double()) for view in some]).mean(0)
            for count, some in views.items()}

    def validate(self):
        """Returns the loss on the validation images, and the accuracy or the root mean squared error."""
        logits, targets = self.logits(self.validation.images).double(), self.validation.targets
        if targets.dim() == 1:
            score = {"validationAccuracy": (logits.argmax(1) == targets).double().mean().item()}
        else:
            targets = targets.double()
            score = {"validationRMSE": F.mse_loss(torch.sigmoid(logits), targets).sqrt().item()}
        return {"validationLoss": self.loss(logits, targets, 0.0).item(), **score}


def baseline(training, validation):
    """Returns the score of the largest class, or of the columns' means."""
    if training.targets.dim() == 1:
        largest = training.targets.bincount().argmax()
        return {"largestClassAccuracy": (validation.targets == largest).double().mean().item()}
    means = training.targets.double().mean(0)
    return {"columnMeansRMSE": (validation.targets - means).square().mean().sqrt().item()}


def write_predictions(path, columns, identifiers, fractions):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["GalaxyID", *columns])
        writer.writerows([identifier, *row] for identifier, row in zip(identifiers, fractions.tolist()))


def figures(values):
    return "  ".join(f"{name} {value:.6g}" for name, value in values.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--start", type=Path, required=True, help="folder of a galaxy train run of no epochs")
    parser.add_argument("--epochs", type=int, required=True, help="passes over the training images")
    parser.add_argument("--score", type=Path, help="folder with images and labels.csv")
    parser.add_argument("--predictions", type=Path, help="folder for a table of predictions by each number of views")
    parser.add_argument("--timm", help="name of a network")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    if options.predictions and not options.score:
        parser.error("--predictions needs --score")
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)

    try:
        start = read_start(options.start)
        torch.manual_seed(start.recipe["seed"])
        parts = [read_examples(start, identifiers) for identifiers in (start.training, start.validation)]
        scored = None
        if options.score:
            identifiers = list(image_files(options.score / "images"))
            scored = read_examples(
                start._replace(paths={"images": options.score / "images", "labels": options.score / "labels.csv"}),
                identifiers)
        if options.predictions:
            options.predictions.mkdir(parents=True, exist_ok=True)
        training = Training(start, options.epochs, *parts, options.timm)
    except (OSError, ValueError) as error:
        sys.exit(f"{options.start}: {error}")
    summary = {
        "framework": f"PyTorch {torch.__version__}", "network": options.timm or start.recipe["network"],
        "trainingImages": len(parts[0]), "validationImages": len(parts[1]), **baseline(*parts), "epochs": []}

    def record(epoch, values):
        summary["epochs"].append({"epoch": epoch, **values})
        print(f"epoch {epoch:3}  {figures(values)}", file=sys.stderr, flush=True)

    record(0, training.validate())
    begin = time.monotonic()
    for epoch in range(1, options.epochs + 1):
        record(epoch, {**training.run_epoch(), "minutes": (time.monotonic() - begin) / 60})
    if scored:
        summary["score"] = {}
        for views, fractions in training.predictions(scored.images).items():
            summary["score"][views] = F.mse_loss(fractions, scored.targets.double()).sqrt().item()
            if options.predictions:
                write_predictions(options.predictions / f"{views}-views.csv", start.outputs, identifiers, fractions)
    json.dump(summary, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
