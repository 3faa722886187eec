#!/usr/bin/env python3
"""Draws Benchmarks/learning.svg from Benchmarks/learning.csv: scores against minutes and against operations.

    python Scripts/plot_learning.py

Needs matplotlib. The same table gives the same bytes.
"""
import csv
import pathlib
from itertools import groupby

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent / "Benchmarks"
TIMES = {5: "5 min", 10: "10 min", 20: "20 min", 60: "1 h"}


def main():
    plt.rcParams.update({"svg.hashsalt": "learning", "svg.fonttype": "none", "font.family": "sans-serif"})
    with open(BENCHMARKS / "learning.csv", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["curve"])
    figure, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True, layout="constrained")
    for name, points in groupby(rows, key=lambda row: row["curve"]):
        points = sorted(points, key=lambda row: int(row["epochs"]))
        scores, low, high = ([float(row[key]) for row in points] for key in ("rmse", "from", "to"))
        errors = [[score - end for score, end in zip(scores, low)], [end - score for score, end in zip(scores, high)]]
        for axis, key in zip(axes, ("minutes", "operations")):
            axis.errorbar([float(row[key]) for row in points], scores, errors, marker="o", capsize=3, label=name)
    for axis in axes:
        axis.set_xscale("log")
        axis.grid(alpha=0.3)
    axes[0].set_xticks(list(TIMES), TIMES.values())
    axes[0].minorticks_off()
    axes[0].set_xlabel("training on two cores")
    axes[0].set_ylabel("RMSE on 800 galaxies")
    axes[1].set_xlabel("floating-point operations of the training")
    axes[1].legend(frameon=False)
    figure.savefig(BENCHMARKS / "learning.svg", metadata={"Date": None})


main()
