#!/usr/bin/env python3
"""Compares the speed of the library's single operations with PyTorch's on the same shapes.

Run by hand, on an otherwise idle machine, with a Python that has torch:

    swift build -c release --package-path Benchmarks
    python Scripts/compare_operation_speed.py --page Benchmarks/operations.md

What is measured is the list in `Benchmarks/Sources/operations`. Every round runs each program once, ours and PyTorch's in
both of its memory layouts, on as many threads; each keeps the shortest of the runs that fit into the time. The median
over the rounds counts, and the better layout stands for PyTorch. It takes about five minutes. The table goes to standard
output as Markdown, and with --page into a page of its own; all figures go to a JSON file, progress to standard error.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ["channels-last", "channels-first"]
PAGE = """# Speed of single operations

The library's operations beside PyTorch's, on the same processor and as many threads, by
`Scripts/compare_operation_speed.py --page Benchmarks/operations.md`. Times are the shortest of many runs, forward by itself
and forward and backward together; for PyTorch the better of its two memory layouts counts. "Of limit" is the part of the
machine's bandwidth or arithmetic, whichever is nearer, that an operation reaches with operands read and results written
once. "Times as fast" is PyTorch's time divided by ours.

Where PyTorch is faster: softmax and the losses of classes, GELU, SiLU and sigmoid, whose exponentials are computed so that
their bits are the same on every instruction set, partly in 64 bits; sums and permutations with backward, whose
gradients PyTorch returns as views of what is there and does not write; padding by zeros, flips and overlapping average
pools. Differences of a tenth come and go from run to run.

"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each measurement is repeated")
    parser.add_argument("--seconds", type=float, default=0.3, help="time for each measurement")
    parser.add_argument(
        "--threads", type=int, default=len(os.sched_getaffinity(0)), help="default: all allowed processors")
    parser.add_argument("--only", default="", help="part of the names of operations, such as Pool")
    parser.add_argument("--program", default=str(ROOT / "Benchmarks/.build/release/operations"))
    parser.add_argument("--page", help="Markdown file for limits and table, such as Benchmarks/operations.md")
    parser.add_argument("--output", default=str(ROOT / ".build/compare_operation_speed.json"), help="file for all figures")
    options = parser.parse_args()
    if not os.access(options.program, os.X_OK):
        sys.exit(f"{options.program}: no such program; build it with swift build -c release --package-path Benchmarks")
    load = os.getloadavg()[0]
    if load > 0.5:
        note(f"the machine is not idle (load average {load:.1f}): figures will mislead")
    chosen = [options.program, "--json", "--only", options.only, "--threads", str(options.threads)]
    listed = json.loads(run([*chosen, "--list"]))["operations"]
    limits = json.loads(run([*chosen, "--seconds", "0.001"]))["limits"] if listed else sys.exit("nothing to compare")
    rounds = []
    for number in range(1, options.rounds + 1):
        note(f"round {number}")
        rounds.append(measure(listed, chosen, options))
    Path(options.output).parent.mkdir(parents=True, exist_ok=True)
    report = {"limits": limits, "loadAverage": load, "operations": listed, "rounds": rounds}
    Path(options.output).write_text(json.dumps(report, indent=2) + "\n")
    text = described(limits, load, options) + "\n\n" + table(listed, rounds, limits)
    print(text)
    if options.page:
        Path(options.page).write_text(PAGE + text)
    note(f"all figures: {options.output}")


def described(limits, load, options):
    """Returns what the machine does at best, and how it was measured."""
    return (
        f"{limits['instructionSet']}, threads: {limits['threads']}, {limits['gigaflops']:.0f} GFLOP/s, "
        f"{limits['copyGigabytesPerSecond']:.0f} GB/s copied; load average before: {load:.1f}; rounds: {options.rounds} of "
        f"{options.seconds:g} s.")


def measure(listed, chosen, options):
    """Returns the figures of one round by program."""
    time = ["--seconds", str(options.seconds)]
    figures = {"galaxy": json.loads(run([*chosen, *time, "--no-limits"]))["operations"]}
    for layout in LAYOUTS:
        command = [
            sys.executable, str(ROOT / "Scripts/peers/torch_operations.py"), *time, "--threads", str(options.threads),
            "--layout", layout]
        figures[layout] = json.loads(run(command, json.dumps({"operations": listed})))
    return figures


def table(listed, rounds, limits):
    """Returns Markdown: milliseconds of ours and of PyTorch, and how many times as fast ours is."""
    heads = ["operation", "shape"]
    for part in ["forward", "with backward"]:
        heads += [f"{part}, ms", "GB/s", "GFLOP/s", "of limit", "PyTorch, ms", "times as fast"]
    rows = []
    for index, entry in enumerate(listed):
        shapes = " × ".join(str(shape) for shape in entry["operands"])
        cells = [f"{entry['operation']}, {entry['name']}", shapes]
        for part in ["forward", "both"]:
            ours = [figures["galaxy"][index][part] for figures in rounds]
            milliseconds = statistics.median(figure["milliseconds"] for figure in ours)
            theirs = min(statistics.median(figures[layout][index][part] for figures in rounds) for layout in LAYOUTS)
            # Work over time: the rates of any round, at the median's time.
            scale = ours[0]["milliseconds"] / milliseconds
            bandwidth, rate = ours[0]["gigabytesPerSecond"] * scale, ours[0]["gigaflops"] * scale
            part_of_limit = max(bandwidth / limits["copyGigabytesPerSecond"], rate / limits["gigaflops"])
            cells += [
                f"{milliseconds:.2f}", f"{bandwidth:.0f}", f"{rate:.1f}", f"{100 * part_of_limit:.0f} %", f"{theirs:.2f}",
                f"**{theirs / milliseconds:.2f}**"]
        rows.append(cells)
    lines = [heads, ["---", "---"] + ["---:"] * (len(heads) - 2), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def run(command, text=""):
    """Returns the standard output of a program."""
    finished = subprocess.run(command, input=text, capture_output=True, text=True)
    if finished.returncode != 0:
        last = finished.stderr.strip().splitlines()[-1:] or ["no message"]
        sys.exit(f"{' '.join(command)}: ended with {finished.returncode}: {last[0]}")
    return finished.stdout


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
