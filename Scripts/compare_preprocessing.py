"""Compares the speed of `galaxy preprocess` with Python programs, through OpenCV, doing the same work on the same processors.

Run by hand on an idle machine, with opencv-python, pillow and numpy installed, after `swift build -c release`:

    python Scripts/compare_preprocessing.py FOLDER_OF_GALAXIES [--images N] [--rounds N] [--processes N]

For each recipe it measures, in turn and as often as there are rounds:

- galaxy: the command, from start to the finished file, less the same command on one image (start and end of a process);
- author: the author's own steps in Python, in as many processes as there are processors;
- best: the fastest way to do the same in OpenCV.

The author's and best results stay in memory; the command writes its file to /dev/shm where there is one, so that no disk
is measured. Printed are images per second, each the median over the rounds, and the
median of the ratios within a round.
"""

import argparse
import multiprocessing
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

import cv2
import numpy as np
from PIL import Image

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
GALAXY = pathlib.Path(__file__).resolve().parents[1] / ".build/release/galaxy"


def region_of_interest(gray):
    """Hildebrandt's square: the connected region with the largest bounding box, padded."""
    mask = (gray > 10).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = stats[1:, :4]
    if len(boxes) == 0:
        return gray
    x, y, w, h = (int(v) for v in boxes[np.argmax(boxes[:, 2] * boxes[:, 3])])
    pad = int(0.1 * max(w, h))
    side = max(w, h) + 2 * pad
    x, y = x - pad, y - pad
    if x < 0 or y < 0 or x + side >= gray.shape[1] or y + side >= gray.shape[0]:
        return gray
    return gray[y : y + side, x : x + side]


def hildebrandt_author(path):
    gray = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2GRAY)
    return cv2.resize(region_of_interest(gray), (150, 150), interpolation=cv2.INTER_AREA)


def hildebrandt_best(path):
    gray = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    return cv2.resize(region_of_interest(gray), (150, 150), interpolation=cv2.INTER_AREA)


def lawlor_author(path):
    """Lawlor's matplotlib and scipy.misc.imresize read and resize through Pillow."""
    part = np.asarray(Image.open(path).convert("RGB"))[106:318, 106:318]
    return np.asarray(Image.fromarray(part).resize((106, 106), Image.Resampling.BICUBIC))


def lawlor_best(path):
    return cv2.resize(cv2.imread(path)[106:318, 106:318], (106, 106), interpolation=cv2.INTER_CUBIC)


def mobilenet(path):
    return cv2.resize(cv2.imread(path), (224, 224), interpolation=cv2.INTER_AREA)


# The mobile networks' authors did not publish their steps, so theirs are OpenCV's. Its bicubic filter has 4 taps where
# Pillow's, and ours, has 8: other pixels, for less work.
RECIPES = {
    "hildebrandt": (hildebrandt_author, hildebrandt_best),
    "lawlor-vgg16": (lawlor_author, lawlor_best),
    "galaxy-mobilenet-v1": (mobilenet, mobilenet),
}


def work(task):
    function, paths = task
    cv2.setNumThreads(1)
    for path in paths:
        function(path)


def opencv_rate(pool, function, paths, processes):
    start = time.perf_counter()
    pool.map(work, [(function, paths[i::processes * 4]) for i in range(processes * 4)], chunksize=1)
    return len(paths) / (time.perf_counter() - start)


def galaxy_seconds(network, folder, threads):
    with tempfile.TemporaryDirectory(dir=MEMORY) as output:
        start = time.perf_counter()
        subprocess.run(
            [GALAXY, "preprocess", "--images", folder, "--network", network, "--output", output + "/cache",
             "--threads", str(threads)],
            check=True, stderr=subprocess.DEVNULL)
        return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--images", type=int, default=1400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    paths = sorted(str(p) for p in pathlib.Path(arguments.folder).glob("*.jpg"))
    with tempfile.TemporaryDirectory() as many, tempfile.TemporaryDirectory() as one:
        # A folder of the wanted number of images, some of them several times.
        for i in range(arguments.images):
            shutil.copy(paths[i % len(paths)], f"{many}/{i + 1}.jpg")
        shutil.copy(paths[0], f"{one}/1.jpg")
        images = sorted(str(p) for p in pathlib.Path(many).iterdir())
        with multiprocessing.Pool(arguments.processes) as pool:
            for network, (author, best) in RECIPES.items():
                rates = []
                for _ in range(arguments.rounds):
                    seconds = galaxy_seconds(network, many, arguments.processes)
                    seconds -= galaxy_seconds(network, one, arguments.processes)
                    rates.append((
                        len(images) / seconds,
                        opencv_rate(pool, author, images, arguments.processes),
                        opencv_rate(pool, best, images, arguments.processes)))
                galaxy, other, fastest = (statistics.median(column) for column in zip(*rates))
                to_author = statistics.median(r[0] / r[1] for r in rates)
                to_best = statistics.median(r[0] / r[2] for r in rates)
                print(f"{network}: galaxy {galaxy:.0f} images/s, author {other:.0f} (x{to_author:.2f}), "
                      f"best OpenCV {fastest:.0f} (x{to_best:.2f})", flush=True)


if __name__ == "__main__":
    main()
