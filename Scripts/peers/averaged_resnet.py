"""The example AveragedResNet in PyTorch: a residual network trained with clipped gradients, a cosine schedule and a moving
average of its weights; `python averaged_resnet.py RUN` goes on where RUN stands."""

import csv
import math
import os
import sys

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

EPOCHS, BATCH, RATE = 6, 32, 3e-3


def conv(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            conv(inputs, outputs, stride), nn.BatchNorm2d(outputs), nn.ReLU(),
            conv(outputs, outputs), nn.BatchNorm2d(outputs))
        self.shortcut = conv(inputs, outputs, stride) if inputs != outputs else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def make_network():
    return nn.Sequential(
        conv(1, 16), ResidualBlock(16, 16, 1), ResidualBlock(16, 32, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        nn.Linear(32, 4))


def bars(count, seed):
    """Noisy images of a bar in one of four directions, which is the class."""
    random = torch.Generator().manual_seed(seed)
    classes = torch.randint(4, (count,), generator=random)
    images = 0.7 * torch.randn(count, 1, 16, 16, generator=random)
    for image, direction in zip(images, classes):
        angle = direction.item() * math.pi / 4
        x, y = (5 + 5 * torch.rand(2, generator=random)).tolist()
        for t in range(-5, 6):
            image[0, round(y + t * math.sin(angle)), round(x + t * math.cos(angle))] += 2
    return images, classes


def error(network, images, classes):
    network.eval()
    with torch.no_grad():
        return (network(images).argmax(1) != classes).float().mean().item()


def rate(step, steps):
    warm_up = int(0.1 * steps)
    if step < warm_up:
        return step / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / (steps - warm_up)))


def train(epochs, folder):
    os.makedirs(folder, exist_ok=True)
    checkpoint, history = os.path.join(folder, "last.pt"), os.path.join(folder, "history.csv")
    torch.manual_seed(2)
    (images, classes), held_out = bars(512, 3), bars(256, 4)
    network = make_network()
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.98), use_buffers=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    steps = EPOCHS * (len(images) // BATCH)
    schedule = LambdaLR(optimizer, lambda step: rate(step, steps))
    parts = {"network": network, "average": average, "optimizer": optimizer, "schedule": schedule}
    first, best = 0, math.inf
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        first, best = state["epoch"], state["best"]
    for epoch in range(first, epochs):
        network.train()
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(epoch))
        total = 0.0
        for indices in order.split(BATCH):
            loss = F.cross_entropy(network(images[indices]), classes[indices])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            total += loss.item() * len(indices)
        row = {
            "epoch": epoch + 1, "loss": total / len(images), "error": error(network, *held_out),
            "averagedError": error(average, *held_out),
        }
        print(row)
        with open(history, "a", newline="") as file:
            writer = csv.DictWriter(file, row)
            if epoch == 0:
                writer.writeheader()
            writer.writerow(row)
        state = {name: part.state_dict() for name, part in parts.items()}
        best = min(best, row["averagedError"])
        state |= {"epoch": epoch + 1, "best": best}
        torch.save(state, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)
        if best == row["averagedError"]:
            torch.save(state, os.path.join(folder, "best.pt"))


if __name__ == "__main__":
    train(EPOCHS, sys.argv[1])
