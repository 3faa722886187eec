"""What a recipe's preprocessing and augmentation make of images, with OpenCV and Pillow."""

import math
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

BORDERS = {"reflect": cv2.BORDER_REFLECT, "nearest": cv2.BORDER_REPLICATE, "constant": cv2.BORDER_CONSTANT}


def image_files(folder):
    """Returns the JPEG and PNG files anywhere below a folder by their identifiers: paths from there, without extension."""
    files = (path for path in Path(folder).rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in files}


def read_images(paths, preprocessing):
    """Returns the prepared images [N, H, W, C] in 8 bits."""
    channels = 1 if preprocessing["grayscale"] else 3
    images = np.empty((len(paths), preprocessing["height"], preprocessing["width"], channels), np.uint8)
    for i, path in enumerate(paths):
        image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE if channels == 1 else cv2.IMREAD_COLOR)
        if image is None:
            raise ValueError(f"{path} cannot be read as an image")
        if channels == 3:
            image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        part = crop(image, preprocessing["crop"])
        images[i] = resize(part, (preprocessing["width"], preprocessing["height"]), preprocessing["filter"]).reshape(
            images.shape[1:])
    return images


def crop(image, part):
    """Returns the part of an image that a recipe's text names: whole, center:WxH or regionOfInterest."""
    if part == "whole":
        return image
    height, width = image.shape[:2]
    if part == "regionOfInterest":
        x, y, w, h = region_of_interest(image) or (0, 0, width, height)
    else:
        w, h = (int(side) for side in part.removeprefix("center:").split("x"))
        x, y = (width - w) // 2, (height - h) // 2
    return image[y : y + h, x : x + w]


def region_of_interest(image):
    """Returns Hildebrandt's square (x, y, side, side) around the object, or None for the whole frame.

    Of the 8-connected regions above 10 the one with the largest bounding box; its square with a margin of a tenth,
    anchored at the upper left."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    _, binary = cv2.threshold(grey, 10, 255, cv2.THRESH_BINARY)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(binary, connectivity=8)
    if count < 2:
        return None
    areas = boxes[1:, cv2.CC_STAT_WIDTH] * boxes[1:, cv2.CC_STAT_HEIGHT]
    x, y, width, height = (int(value) for value in boxes[1 + areas.argmax(), :4])
    margin = int(0.1 * max(width, height))
    x, y, side = x - margin, y - margin, max(width, height) + 2 * margin
    if x < 0 or y < 0 or x + side >= grey.shape[1] or y + side >= grey.shape[0]:
        return None
    return x, y, side, side


def resize(image, size, kind):
    """Returns the image with the given width and height."""
    if kind == "area":
        return cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))


def turned_and_zoomed(images, turns, zoom):
    """Returns the images [N, H, W, C] turned clockwise and enlarged about their centre, mirrored beyond their borders."""
    height, width = images.shape[1:3]
    warp = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -360 * turns, zoom)
    return np.stack([
        cv2.warpAffine(image, warp, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        for image in images]).reshape(images.shape)


class Augmentation:
    """Random variations of images within a recipe's bounds: flipped, turned, zoomed, shifted, of another contrast."""

    def __init__(self, settings, seed):
        if settings["brightness"] or any(settings["colorAxis"].values()):
            raise ValueError("changes of brightness and colour are not compared")
        self.flips = (settings["flipsHorizontally"], settings["flipsVertically"])
        self.ranges = {name: settings[name] for name in ("rotation", "zoom", "shift", "contrast")}
        self.border = BORDERS[settings["border"]]
        self.random = np.random.default_rng(seed)

    def __call__(self, image):
        """Returns a variation of an image [H, W, C] of numbers."""
        if not any(self.flips) and not any(self.ranges.values()):
            return image
        size = np.array([image.shape[1], image.shape[0]])
        signs = np.where(self.random.random(2) < 0.5, self.flips, False)
        angle = 2 * math.pi * self.draw("rotation")[0]
        # From a place in the result to the place in the image: back by the shift; about the centre, zoom, turn, flip.
        turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        matrix = np.diag(1 - 2 * signs) @ turn @ np.diag(1 + self.draw("zoom", 2))
        centre = (size - 1) / 2
        warp = np.column_stack([matrix, centre - matrix @ (centre + self.draw("shift", 2) * size)])
        result = cv2.warpAffine(
            image, warp, tuple(size.tolist()), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=self.border)
        contrast = np.float32(1 + self.draw("contrast")[0])
        return image.mean((0, 1)) * (1 - contrast) + result.reshape(image.shape) * contrast

    def draw(self, name, count=1):
        return self.random.uniform(-self.ranges[name], self.ranges[name], count)
