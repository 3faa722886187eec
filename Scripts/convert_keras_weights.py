#!/usr/bin/env python3
"""Turns a Keras weights file into safetensors with this package's parameter names.

    python Scripts/convert_keras_weights.py INPUT --network NAME --output FILE.safetensors

INPUT is a local file: weights (.weights.h5, or the older .h5 as keras.applications hands them out) or a whole model
(.keras) of one of keras.applications' networks, with its classifier on top: MobileNet, MobileNetV2, MobileNetV3Small,
MobileNetV3Large, VGG16 or InceptionV3. Nothing is downloaded. Needs Keras 3 with a backend, and h5py.

The file is one that a network of the same name and options loads, and so a start for training. It is not a checkpoint
that could predict: it has no recipe and no names of outputs. Its metadata hold, as JSON:

| key     | what                                                                                                  |
|---------|-------------------------------------------------------------------------------------------------------|
| network | the name in the registry                                                                              |
| options | outputs, head (softmax), widthMultiplier and resolution (null: the usual one, or any)                 |
| pixels  | the numbers that the network takes for levels from 0 to 255, a PixelScale of this package: `signed`,  |
|         | -1 to 1, or for VGG16 `centered`, levels less the mean colour of ImageNet                             |

and `format`, the plain text "galaxy weights 1". Networks here take red, green and blue in this order: VGG16's first
convolution, which Keras feeds with blue, green and red, has its input channels exchanged. Weights that were trained on
something else than keras.applications' preprocess_input makes, say so by --pixels; their order then is RGB. Running
statistics of batch norm are said to come from a million batches, so that training goes on from them as Keras would.
"""

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parent / "fixtures"))

import keras

import keras_names
from safetensors_file import save


def taking_rgb(tensors):
    """Returns the tensors of a network that takes BGR as those of one that takes RGB."""
    first = next(iter(tensors))
    return {**tensors, first: tensors[first][:, :, ::-1]}


def load(path, network, outputs, width, resolution):
    """Returns the Keras network with the file's weights."""
    model = keras_names.build(network, outputs, width=width, resolution=resolution)
    if path.suffix == ".keras":
        model.set_weights(keras.models.load_model(path, compile=False).get_weights())
    else:
        model.load_weights(path)
    return model


def main():
    parser = argparse.ArgumentParser(description="Turns Keras weights into safetensors with this package's names.")
    parser.add_argument("input", type=Path, help="a .weights.h5, .h5 or .keras file")
    parser.add_argument("--network", required=True, choices=keras_names.NETWORKS)
    parser.add_argument("--output", required=True, type=Path, help="the safetensors file to write")
    parser.add_argument("--outputs", type=int, default=1000, help="classes of the Keras network (default: 1000)")
    parser.add_argument("--width-multiplier", type=float, default=1.0, help="alpha of the Keras network (default: 1)")
    parser.add_argument("--resolution", type=int, help="side of its images in pixels (default: the usual one)")
    parser.add_argument(
        "--pixels", choices=["unit", "levels", "signed"],
        help="what it was trained on: 0 to 1, 0 to 255 or -1 to 1, in RGB (default: as keras.applications has it)")
    arguments = parser.parse_args()
    if not arguments.input.is_file():
        sys.exit(f"{arguments.input}: no such file")
    try:
        model = load(
            arguments.input, arguments.network, arguments.outputs, arguments.width_multiplier, arguments.resolution)
    except (ValueError, OSError, KeyError) as error:
        reason = " ".join(str(error).split())
        sys.exit(f"{arguments.input}: does not fit {arguments.network} with these options: {reason}")
    options = {
        "outputs": arguments.outputs, "head": "softmax", "widthMultiplier": arguments.width_multiplier,
        "resolution": arguments.resolution,
    }
    tensors = keras_names.our_tensors(model, arguments.network)
    pixels = arguments.pixels or ("centered" if arguments.network == "vgg16" else "signed")
    if pixels == "centered":
        tensors = taking_rgb(tensors)
    values = {"network": arguments.network, "options": options, "pixels": pixels}
    metadata = {key: json.dumps(value, sort_keys=True) for key, value in values.items()}
    size = save(arguments.output, tensors, {"format": "galaxy weights 1", **metadata})
    print(f"{arguments.output}: {len(tensors)} parameters, {size} bytes")


if __name__ == "__main__":
    main()
