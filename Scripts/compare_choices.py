#!/usr/bin/env python3
"""Does the tree head help, do views, do two seeds? Five-fold on labelled galaxies, every galaxy predicted by networks that
have not seen it.

    Scripts/compare_choices.py --images DIR --labels CSV --output DIR [--epochs 24]

Trains the package's own network for each fold with seed 0, with seed 1, and with the tree head, predicts the galaxies of
the fold from the last epoch (nothing is chosen by them), puts the folds together and compares the choices by galaxy
compare. What is there already is not done again. Needs the built program (swift build -c release; GALAXY names another
one) and Python 3, nothing else.
"""
import argparse
import csv
import os
import pathlib
import subprocess

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
GALAXY = os.environ.get("GALAXY", PACKAGE / ".build/release/galaxy")
FOLDS = 5
TRAININGS = {"seed 0": ["--seed", "0"], "seed 1": ["--seed", "1"], "tree head": ["--seed", "0", "--head", "tree"]}
# What predicts: the trainings, and the number of views. (Of the network's predictions, flips and quarter turns change
# nothing.)
CHOICES = {
    "one network": (["seed 0"], 1), "6 views": (["seed 0"], 6), "two seeds": (["seed 0", "seed 1"], 1),
    "two seeds, 6 views": (["seed 0", "seed 1"], 6), "tree head": (["tree head"], 1),
    "tree head, 6 views": (["tree head"], 6),
}


def galaxy(*arguments):
    result = subprocess.run([GALAXY, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"galaxy {' '.join(map(str, arguments))}: {result.stderr.strip()}")
    return result.stdout


def rows(path):
    with open(path, newline="") as file:
        return list(csv.reader(file))


def write(path, lines):
    with open(path, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--images", required=True, type=pathlib.Path)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=24)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    header, *galaxies = rows(options.labels)
    for fold in range(FOLDS):
        folder = options.output / f"fold{fold}"
        images = folder / "images"
        if not images.exists():
            images.mkdir(parents=True)
            for row in galaxies[fold::FOLDS]:
                (images / f"{row[0]}.jpg").symlink_to((options.images / f"{row[0]}.jpg").resolve())
        labels = folder / "others.csv"
        write(labels, [header] + [row for index, row in enumerate(galaxies) if index % FOLDS != fold])
        for name, settings in TRAININGS.items():
            run = folder / name
            history = run / "history.csv"
            if not history.exists() or len(history.read_text().splitlines()) <= options.epochs:
                galaxy(
                    "train", "--images", options.images, "--labels", labels, "--epochs", options.epochs,
                    "--validation-fraction", 0.05, "--output", run, "--overwrite", *settings)
        for name, (trainings, views) in CHOICES.items():
            table = folder / f"{name}.csv"
            if not table.exists():
                checkpoints = [part for training in trainings
                               for part in ("--checkpoint", folder / training / "last.safetensors")]
                galaxy("predict", *checkpoints, "--views", views, "--images", images, "--output", table)
    for name in CHOICES:
        tables = [rows(options.output / f"fold{fold}" / f"{name}.csv") for fold in range(FOLDS)]
        write(options.output / f"{name}.csv", [tables[0][0]] + [row for table in tables for row in table[1:]])
    base = options.output / "one network.csv"
    print("one network")
    print(galaxy("evaluate", "--predictions", base, "--labels", options.labels).split("\n1 ")[0])
    for name in list(CHOICES)[1:]:
        print(f"\none network (A) and {name} (B)")
        print(galaxy("compare", base, options.output / f"{name}.csv", "--labels", options.labels))


main()
