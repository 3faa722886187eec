#!/usr/bin/env python3
"""What a recipe reaches in how many minutes: trainings of set lengths, scored on galaxies that none of them has seen.

    Scripts/learning_curves.py --images DIR --labels CSV --index CSV --output DIR RECIPE...
                               [--minutes 10 20 60] [--seeds 1] [--views 1 8] [--galaxy PROGRAM]

A RECIPE is a name, an equals sign and the options of galaxy train that it stands for:

    "hildebrandt=--network hildebrandt --schedule cosine --augment galaxies"

INDEX says in its column `unfiltered` which galaxies are a fair sample (1). 800 of these, drawn once and always the same, are
for the scores; every recipe is trained on all others, with each of the seeds, under --time-limit. What is there already is not
done again. The last network of a run is scored, so that nothing is chosen by the galaxies that score it. Results are printed
as a Markdown table and kept in DIR/scores.csv. Times mean something on an idle machine only. Needs the built program
(swift build -c release) and Python 3, nothing else.
"""
import argparse
import csv
import json
import pathlib
import random
import shlex
import subprocess
import time

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
HELD_OUT = 800


def rows(path):
    with open(path, newline="") as file:
        return list(csv.reader(file))


def prepare(options):
    """The folders `others` and `fair`, each with images (links) and labels.csv."""
    header, *galaxies = rows(options.labels)
    index_header, *index = rows(options.index)
    fair = sorted(row[0] for row in index if row[index_header.index("unfiltered")] == "1")
    held_out = set(random.Random(14).sample(fair, HELD_OUT))
    for name, chosen in [("fair", [row for row in galaxies if row[0] in held_out]),
                         ("others", [row for row in galaxies if row[0] not in held_out])]:
        folder = options.output / name
        if (folder / "labels.csv").exists():
            continue
        (folder / "images").mkdir(parents=True, exist_ok=True)
        for row in chosen:
            link = folder / "images" / f"{row[0]}.jpg"
            if not link.is_symlink():
                link.symlink_to((options.images / f"{row[0]}.jpg").resolve())
        with open(folder / "labels.csv", "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header] + chosen)


def galaxy(options, *arguments):
    result = subprocess.run([options.galaxy, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"galaxy {' '.join(map(str, arguments))}: {result.stderr.strip()}")
    return result.stdout


def train(options, name, settings, minutes, seed):
    """Trains unless it has been; returns the run's folder and the minutes that it took."""
    run = options.output / f"{name}-{minutes:g}min-seed{seed}"
    note = run / "minutes.txt"
    if not note.exists():
        start = time.monotonic()
        others = options.output / "others"
        galaxy(
            options, "train", *settings, "--images", others / "images", "--labels", others / "labels.csv",
            "--validation-fraction", 0.03, "--split-seed", 0, "--seed", seed, "--time-limit", f"{minutes:g}m", "--output", run,
            "--overwrite")
        note.write_text(f"{(time.monotonic() - start) / 60:.2f}\n")
    return run, float(note.read_text())


def score(options, run, views):
    """RMSE on the fair galaxies and its 95 % interval."""
    kept = run / f"fair-{views}views.json"
    if not kept.exists():
        fair = options.output / "fair"
        kept.write_text(galaxy(
            options, "evaluate", "--checkpoint", run / "last.safetensors", "--images", fair / "images", "--labels",
            fair / "labels.csv", "--views", views, "--json"))
    return json.loads(kept.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("recipes", nargs="+", metavar="RECIPE")
    parser.add_argument("--images", required=True, type=pathlib.Path)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--minutes", nargs="+", type=float, default=[10, 20, 60])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--views", nargs="+", type=int, default=[1, 8])
    parser.add_argument("--galaxy", default=PACKAGE / ".build/release/galaxy")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    prepare(options)
    table = [["recipe", "minutes", "seed", "minutes used", "epochs", "views", "RMSE", "from", "to"]]
    for minutes in options.minutes:
        for recipe in options.recipes:
            name, settings = recipe.split("=", 1)
            for seed in range(options.seeds):
                run, used = train(options, name, shlex.split(settings), minutes, seed)
                epochs = len(rows(run / "history.csv")) - 1
                for views in options.views:
                    found = score(options, run, views)
                    (low, high) = found["intervals"]["rmse"]
                    table.append([name, f"{minutes:g}", seed, f"{used:.1f}", epochs, views, f"{found['rmse']:.5f}",
                                  f"{low:.5f}", f"{high:.5f}"])
    with open(options.output / "scores.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
    for number, row in enumerate(table):
        print("| " + " | ".join(map(str, row)) + " |")
        if number == 0:
            print("|" + "---|" * len(row))


main()
