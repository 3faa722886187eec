#!/usr/bin/env python3
"""Compares the product's speed with that of PyTorch, Keras on TensorFlow, ONNX Runtime and OpenVINO on the same work.

Run by hand, on an otherwise idle machine, with a Python 3.10 or later that has the peers:

    python3 -m venv peers
    peers/bin/pip install torch tensorflow-cpu onnx onnxruntime openvino onnxscript
    swift build -c release
    peers/bin/python Scripts/compare_peers.py --rounds 3 --seconds 5

Five networks (`peers/networks.py`) take a training step (mean squared error, Adam) and run in inference on a batch and on
a single image, with the same number of threads, on random data in memory. Every figure is the median step of a process
of its own; processes take turns, round after round, and the median over the rounds counts. PyTorch is run in both of its
memory layouts and Keras with and without XLA; the better of the two stands for the peer. ONNX Runtime and OpenVINO run,
in float32, what PyTorch exports in inference mode, and fold and fuse it as they see fit.

Before anything is timed, the numbers of parameters and of multiply-adds are compared: those of `galaxy networks --json`
with those of the network that PyTorch exports. Networks that the product does not have are left out, and named.

The tables go to standard output as Markdown, all figures to a JSON file, and progress to standard error.
"""

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Scripts/peers"))

from networks import NETWORKS

# Variants of each peer, and the packages whose versions tell what it was.
PEERS = {
    "pytorch": ("PyTorch", ["channels-last", "channels-first"], ["torch"]),
    "keras": ("Keras", ["graph", "xla"], ["keras", "tensorflow-cpu"]),
    "onnxruntime": ("ONNX Runtime", [None], ["onnxruntime"]),
    "openvino": ("OpenVINO", [None], ["openvino"]),
}
TRAINING_PEERS = ["pytorch", "keras"]
MODES = {
    "train": "Training step, images per second",
    "infer": "Inference of a batch, images per second",
    "latency": "Inference of a single image, milliseconds",
}


class Failure(Exception):
    """What went wrong, in one line."""


def main():
    options = parse_options()
    if not os.access(options.galaxy, os.X_OK):
        raise Failure(f"{options.galaxy}: no such program; build it with swift build -c release")
    load = os.getloadavg()[0]
    if load > 0.5:
        note(f"the machine is not idle (load average {load:.1f}): figures will mislead")
    with tempfile.TemporaryDirectory() as folder:
        networks = prepare(options, Path(folder))
        figures = measure(networks, options, Path(folder))
    report = {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "machine": machine(options),
        "loadAverage": load, "versions": versions(options), "rounds": options.rounds, "seconds": options.seconds,
        "threads": options.threads, "figures": figures}
    Path(options.output).write_text(json.dumps(report, indent=2) + "\n")
    print(heading(report))
    for mode in options.modes:
        print(speed_table(figures, networks, mode, options))
    if options.peak_memory:
        print(memory_table(figures, networks))
    note(f"all figures: {options.output}")


def parse_options():
    def names(known):
        def parse(text):
            for name in text.split(","):
                if name not in known:
                    raise argparse.ArgumentTypeError(f"unknown name {name!r}; there are {', '.join(known)}")
            return [name for name in known if name in text.split(",")]
        return parse

    def positive(kind):
        def parse(text):
            if not kind(text) > 0:
                raise argparse.ArgumentTypeError(f"expected a positive number, found {text}")
            return kind(text)
        return parse

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--networks", type=names(NETWORKS), default=list(NETWORKS), help=f"of {','.join(NETWORKS)} (default: all)")
    parser.add_argument("--modes", type=names(MODES), default=list(MODES), help=f"of {','.join(MODES)} (default: all)")
    parser.add_argument("--peers", type=names(PEERS), default=list(PEERS), help=f"of {','.join(PEERS)} (default: all)")
    parser.add_argument("--seconds", type=positive(float), default=5, help="time for each measurement")
    parser.add_argument("--rounds", type=positive(int), default=3, help="how often each measurement is repeated")
    parser.add_argument(
        "--threads", type=positive(int), default=len(os.sched_getaffinity(0)), help="default: all allowed processors")
    parser.add_argument("--galaxy", default=str(ROOT / ".build/release/galaxy"), help="the product's program")
    parser.add_argument("--output", default=str(ROOT / ".build/compare_peers.json"), help="file for all figures")
    parser.add_argument(
        "--peak-memory", action="store_true", help="also compare peak resident memory of training with PyTorch's")
    options = parser.parse_args()
    if options.peak_memory and not ("train" in options.modes and "pytorch" in options.peers):
        parser.error("--peak-memory needs the mode train and the peer pytorch")
    return options


def prepare(options, folder):
    """Returns the networks that the product has, checked against PyTorch's and exported for both sizes of batch."""
    available = {entry["name"] for entry in json.loads(run([options.galaxy, "networks", "--json"])[0])}
    networks = []
    for name in options.networks:
        if name not in available:
            note(f"{name}: left out, the product does not have this network yet")
            continue
        network = NETWORKS[name]
        note(f"{name}: comparing its size")
        for batch_size in sorted({1, network.batch}):
            exported = peer("export", name, batch_size, options, "--onnx", onnx_file(folder, name, batch_size))
        described = run([options.galaxy, "networks", name, "--outputs", str(network.outputs), "--json"])[0]
        product = json.loads(described)[0]
        for key in ["parameters", "multiplyAdds"]:
            if product[key] != exported[key]:
                raise Failure(f"{name}: the product has {product[key]} {key}, its peers {exported[key]}")
        networks.append(name)
    if not networks:
        raise Failure("nothing to compare: the product has none of the networks asked for")
    return networks


def measure(networks, options, folder):
    """Returns a list of figures, one for each process."""
    figures = []
    for round_number in range(1, options.rounds + 1):
        for name in networks:
            for mode in options.modes:
                batch_size = 1 if mode == "latency" else NETWORKS[name].batch
                for contestant, variant in contestants(mode, options):
                    figure = {
                        "round": round_number, "network": name, "mode": mode, "batchSize": batch_size,
                        "contestant": contestant, "variant": variant}
                    figure |= run_step(contestant, variant, name, mode, batch_size, options, folder)
                    figures.append(figure)
                    note(
                        f"round {round_number}  {name}  {mode}  {' '.join(filter(None, [contestant, variant]))}  "
                        f"{figure['millisecondsPerStep']:.2f} ms")
    return figures


def contestants(mode, options):
    """Yields the product, then every peer with each of its variants."""
    yield "galaxy", None
    for name in options.peers:
        if mode != "train" or name in TRAINING_PEERS:
            for variant in PEERS[name][1]:
                yield name, variant


def run_step(contestant, variant, name, mode, batch_size, options, folder):
    step = "train" if mode == "train" else "infer"
    if contestant == "galaxy":
        output, memory = run([
            options.galaxy, "benchmark", "--network", name, "--outputs", str(NETWORKS[name].outputs), "--mode", step,
            "--batch-size", str(batch_size), "--seconds", str(options.seconds), "--threads", str(options.threads),
            "--json"])
        result = json.loads(output)
        return {"millisecondsPerStep": result["millisecondsPerStep"]["median"], "peakMemoryBytes": memory}
    arguments = ["--mode", step, "--onnx", onnx_file(folder, name, batch_size)]
    arguments += ["--variant", variant] if variant else []
    result = peer(contestant, name, batch_size, options, *arguments)
    return {"millisecondsPerStep": result["median"], "peakMemoryBytes": result["peakMemoryBytes"]}


def onnx_file(folder, name, batch_size):
    return str(folder / f"{name}-{batch_size}.onnx")


def peer(name, network, batch_size, options, *arguments):
    """Returns what a run of `measure.py` prints, and the most memory that it had resident."""
    output, memory = run([
        sys.executable, str(ROOT / "Scripts/peers/measure.py"), name, "--network", network, "--batch-size",
        str(batch_size), "--threads", str(options.threads), "--seconds", str(options.seconds), *arguments])
    return json.loads(output.splitlines()[-1]) | {"peakMemoryBytes": memory}


def run(command):
    """Returns the standard output of a program and the most bytes that it had resident."""
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=errors, stdin=subprocess.DEVNULL)
        # This process is small, so what it had resident before the program took its place does not count.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode != 0:
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
            raise Failure(f"{' '.join(command)}: ended with {process.returncode}: {last[0]}")
        return output.read().decode(), usage.ru_maxrss * 1024


def best_milliseconds(figures, network, mode, contestant):
    """Returns the median over the rounds of a contestant's better variant, or None if it did not take part."""
    times = {}
    for figure in figures:
        if (figure["network"], figure["mode"], figure["contestant"]) == (network, mode, contestant):
            times.setdefault(figure["variant"], []).append(figure["millisecondsPerStep"])
    return min(map(statistics.median, times.values()), default=None)


def speed_table(figures, networks, mode, options):
    """Returns Markdown: the product, every peer, and how many times faster the product is than the best of them."""
    peers = [name for name in options.peers if mode != "train" or name in TRAINING_PEERS]
    rows = []
    for network in networks:
        batch_size = 1 if mode == "latency" else NETWORKS[network].batch
        times = [best_milliseconds(figures, network, mode, name) for name in ["galaxy", *peers]]
        if mode == "latency":
            values = [f"{time:.2f}" for time in times]
        else:
            values = [f"{1e3 * batch_size / time:.1f}" for time in times]
        ratio = f"**{min(times[1:]) / times[0]:.2f}**" if peers else "-"
        rows.append([f"{network}, {batch_size}", *values, ratio])
    heads = [PEERS[name][0] for name in peers]
    return f"### {MODES[mode]}\n\n" + markdown(["network, batch", "galaxy", *heads, "galaxy / best peer"], rows)


def memory_table(figures, networks):
    """Returns Markdown: peak resident memory of training processes, the smallest of their rounds and variants."""
    def megabytes(network, contestant):
        return min(
            figure["peakMemoryBytes"] for figure in figures
            if (figure["network"], figure["mode"], figure["contestant"]) == (network, "train", contestant)) / 1e6

    rows = []
    for network in networks:
        product, other = megabytes(network, "galaxy"), megabytes(network, "pytorch")
        rows.append([f"{network}, {NETWORKS[network].batch}", f"{product:.0f}", f"{other:.0f}", f"{product / other:.2f}"])
    return "### Peak resident memory of training, MB\n\n" + markdown(
        ["network, batch", "galaxy", "PyTorch", "galaxy / PyTorch"], rows)


def markdown(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def heading(report):
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    rounds = f"{report['rounds']} rounds" if report["rounds"] > 1 else "1 round"
    return (
        f"{report['date']}; {report['machine']}; threads: {report['threads']}; load average before: "
        f"{report['loadAverage']:.1f}; {rounds} of {report['seconds']:g} s.\n\n{versions}.\n")


def machine(options):
    """Returns the processor's name and the instruction set that the product uses on it."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    name = names[0].split(":")[1].strip() if names else platform.processor() or platform.machine()
    limits = json.loads(run([options.galaxy, "benchmark", "--machine", "--threads", str(options.threads), "--json"])[0])
    return (
        f"{name}, {limits['instructionSet']}, {limits['gigaflops']:.0f} GFLOP/s, "
        f"{limits['copyGigabytesPerSecond']:.0f} GB/s copied")


def versions(options):
    found = {"galaxy": run([options.galaxy, "--version"])[0].strip()}
    for name in options.peers:
        for package in PEERS[name][2]:
            found[package] = importlib.metadata.version(package)
    return found


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"compare_peers.py: {failure}")
