#!/usr/bin/env python3
"""What a recipe reaches in how many minutes: trainings of set lengths, scored on galaxies that none of them has seen.

    Scripts/learning_curves.py RECIPE... --images DIR --labels CSV --output DIR [--index CSV]
                               [--minutes 10 20 60 | --epochs 8] [--seeds 0 1 2] [--views 1 6] [--choose]
                               [--galaxy PROGRAM]

A RECIPE is a name, an equals sign and the options of galaxy train that it stands for:

    "hildebrandt=--network hildebrandt --schedule cosine --augment galaxies"

INDEX says in its column `unfiltered` which galaxies are a fair sample (1); without it, all are. 800 of these, drawn once
and always the same, are for the scores that are reported, 800 others for choices between recipes. Every recipe is trained
on all galaxies but the first 800, with each of the seeds, under --time-limit or for --epochs, and its last network is
scored on the 800: by the root mean squared error, or the accuracy where it tells classes (--class-column). With --choose,
it is trained on all but both and scored on the second, so that no choice has seen a galaxy of the report. What is there
already is not done again. Results are printed as a Markdown table and kept in DIR/scores.csv. Minutes mean something on an
idle machine only. Needs the built program (swift build -c release) and Python 3, nothing else.
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


def fair_sample(path):
    """The galaxies of an index whose column `unfiltered` is 1."""
    header, *index = rows(path)
    return [row[0] for row in index if row[header.index("unfiltered")] == "1"]


def prepare(options):
    """The folders of images (links) and labels to train on and to score on."""
    header, *galaxies = rows(options.labels)
    fair = sorted(fair_sample(options.index) if options.index else (row[0] for row in galaxies))
    report = set(random.Random(14).sample(fair, HELD_OUT))
    choices = set(random.Random(15).sample(sorted(set(fair) - report), HELD_OUT))
    if options.choose:
        sets = {"choices": choices, "rest": {row[0] for row in galaxies} - report - choices}
    else:
        sets = {"report": report, "others": {row[0] for row in galaxies} - report}
    for name, chosen in sets.items():
        folder = options.output / name
        if (folder / "labels.csv").exists():
            continue
        (folder / "images").mkdir(parents=True, exist_ok=True)
        for identifier in chosen:
            link = folder / "images" / f"{identifier}.jpg"
            if not link.is_symlink():
                link.symlink_to((options.images / f"{identifier}.jpg").resolve())
        with open(folder / "labels.csv", "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header] + [row for row in galaxies if row[0] in chosen])
    return [options.output / name for name in reversed(sets)]


def galaxy(options, *arguments):
    result = subprocess.run([options.galaxy, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"galaxy {' '.join(map(str, arguments))}: {result.stderr.strip()}")
    return result.stdout


def train(options, images, name, settings, budget, seed):
    """Trains unless it has been; returns the run's folder, the minutes that it took and its epochs."""
    # Runs for choices and for the report have seen different galaxies: neither may stand for the other.
    run = options.output / f"{name}-{budget[1]}-seed{seed}-{images.name}"
    note = run / "minutes.txt"
    if not note.exists():
        start = time.monotonic()
        galaxy(options, "train", *run_options(images, settings, seed), *budget, "--output", run, "--overwrite")
        note.write_text(f"{(time.monotonic() - start) / 60:.2f}\n")
    return run, float(note.read_text()), len(rows(run / "history.csv")) - 1


def run_options(images, settings, seed):
    return [*settings, "--images", images / "images", "--labels", images / "labels.csv", "--validation-fraction", 0.03,
            "--split-seed", 0, "--seed", seed]


def operations(options, images, run, settings, seed, epochs):
    """Floating-point operations of a training: what of its cost does not depend on the machine."""
    kept = run / "plan.json"
    if not kept.exists():
        kept.write_text(galaxy(
            options, "train", *run_options(images, settings, seed), "--epochs", epochs, "--plan", "--json", "--output",
            run / "planned"))
    return json.loads(kept.read_text())["operations"]


def score(options, images, run, views):
    """What evaluate says of the held-out galaxies, with 95 % intervals."""
    kept = run / f"{images.name}-{views}views.json"
    if not kept.exists():
        kept.write_text(galaxy(
            options, "evaluate", "--checkpoint", run / "last.safetensors", "--images", images / "images", "--labels",
            images / "labels.csv", "--views", views, "--json"))
    return json.loads(kept.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("recipes", nargs="+", metavar="RECIPE")
    parser.add_argument("--images", required=True, type=pathlib.Path)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--index", help="which galaxies are a fair sample")
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--minutes", nargs="+", type=int, default=[10, 20, 60])
    parser.add_argument("--epochs", nargs="+", type=int, help="instead of minutes")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--views", nargs="+", type=int, default=[1, 6])
    parser.add_argument("--choose", action="store_true", help="score on the galaxies that are for choices")
    parser.add_argument("--galaxy", default=PACKAGE / ".build/release/galaxy")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    training, held_out = prepare(options)
    budgets = [("--epochs", f"{number}") for number in options.epochs or []]
    budgets = budgets or [("--time-limit", f"{number}m") for number in options.minutes]
    table = [["recipe", "budget", "seed", "minutes", "epochs", "operations", "views", "measure", "score", "from", "to"]]
    for budget in budgets:
        for recipe in options.recipes:
            name, text = recipe.split("=", 1)
            settings = shlex.split(text)
            for seed in options.seeds:
                run, minutes, epochs = train(options, training, name, settings, budget, seed)
                spent = operations(options, training, run, settings, seed, epochs)
                for views in options.views:
                    found = score(options, held_out, run, views)
                    measure = "accuracy" if "accuracy" in found else "rmse"
                    (low, high) = found["intervals"][measure]
                    table.append([name, " ".join(budget), seed, f"{minutes:.1f}", epochs, f"{spent:.2e}", views, measure,
                                  f"{found[measure]:.5f}", f"{low:.5f}", f"{high:.5f}"])
    with open(options.output / "scores.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
    for number, row in enumerate(table):
        print("| " + " | ".join(map(str, row)) + " |")
        if number == 0:
            print("|" + "---|" * len(row))


main()
