"""Pictures of single lines → their characters, by PP-OCR's network for recognition."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, files
from typing import NamedTuple

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from .widths import NARROW, WIDE

Grey = NDArray[np.uint8]

MODEL = "rec_small.onnx"  # how the file of the network ends, among those of rapidocr
HEIGHT = 48  # pixels of a line as the network takes it
NARROWEST = 16  # pixels
MOST_LINES, MOST_WIDTH = 8, 3_200  # lines read together, and pixels of all side by side: memory
STEP = 8  # pixels of a line for each of the network's steps


class Reading(NamedTuple):
    """What a line says: its characters, where each is, and how sure recognition is of it (0 to 1).

    `middles` are shares of the line's width.
    """

    text: str
    middles: tuple[float, ...]
    sure: tuple[float, ...]

    def kept(self, places: Sequence[int]) -> Reading:
        """Return the characters in some places alone."""
        return Reading(
            "".join([self.text[place] for place in places]),
            tuple(self.middles[place] for place in places),
            tuple(self.sure[place] for place in places),
        )


class Recogniser:
    """The network; reading a line costs about 50 ms of CPU time."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it would keep what the widest lines took
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            _model(), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        letters = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        classes = self._session.get_outputs()[0].shape[-1]
        self._letters = ["", *letters, *" " * classes][:classes]  # the first is no letter
        known = {letter: place for place, letter in enumerate(self._letters)}
        pairs = [
            (known.get(one), known.get(other)) for one, other in zip(NARROW, WIDE, strict=True)
        ]
        self._twins = {one: other for a, b in pairs if a and b for one, other in ((a, b), (b, a))}

    def read(self, lines: Sequence[Grey]) -> list[Reading]:
        """Return what each line says; those of like width are read together."""
        scaled = [_scaled(line) for line in lines]
        found: dict[int, Reading] = {}
        for places in _batches([line.shape[1] for line in scaled]):
            width = max(scaled[place].shape[1] for place in places)
            batch = np.zeros((len(places), 3, HEIGHT, width), np.float32)
            for row, place in enumerate(places):
                line = scaled[place]
                batch[row, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
            steps = self._session.run(None, {self._input: batch})[0]
            for row, place in enumerate(places):
                found[place] = self._decoded(steps[row], width / scaled[place].shape[1])
        return [found[place] for place in range(len(lines))]

    def _decoded(self, steps: NDArray[np.float32], stretch: float) -> Reading:
        """Return the characters of a line: each is what several steps on end say."""
        best = steps.argmax(1)
        ends = [*(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
        text, middles, sure = [], [], []
        start = 0
        for end in ends:
            if letter := self._letters[best[start]]:
                text.append(letter)
                middles.append(min(1.0, (start + end) / 2 / len(best) * stretch))
                sure.append(float(self._chances(steps[start:end], int(best[start])).max()))
            start = end
        return Reading("".join(text), tuple(middles), tuple(sure))

    def _chances(self, steps: NDArray[np.float32], letter: int) -> NDArray[np.float32]:
        """Return how sure each step is of a letter; a mark is the same mark in both widths."""
        twin = self._twins.get(letter)
        return steps[:, letter] if twin is None else steps[:, letter] + steps[:, twin]


def _model() -> str:
    """Return the path of the network's file."""
    try:
        return next(
            str(one.locate()) for one in files("rapidocr") or () if one.name.endswith(MODEL)
        )
    except (PackageNotFoundError, StopIteration) as error:
        raise ImportError(f"rapidocr has no {MODEL}") from error


def _scaled(line: Grey) -> Grey:
    height, width = line.shape
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    size = max(NARROWEST, math.ceil(HEIGHT * width / height)), HEIGHT
    return np.asarray(cv2.resize(line, size, interpolation=way), np.uint8)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of lines that are read together."""
    batch: list[int] = []
    for place in sorted(range(len(widths)), key=widths.__getitem__):
        full = len(batch) == MOST_LINES or (len(batch) + 1) * widths[place] > MOST_WIDTH
        if batch and full:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
