"""Colours as formats name them, and whether one is seen on another."""

from __future__ import annotations

from PIL import ImageColor

NEAR = 16
"""Colours of which no channel differs by so much are the same to the eye."""

Colour = tuple[int, ...]
WHITE: Colour = (255, 255, 255)


def colour_of(words: str) -> Colour | None:
    """Return the colour that words of CSS name, None where they name none."""
    try:
        return ImageColor.getrgb(words.strip())[:3]
    except ValueError:
        return None


def is_seen(colour: Colour | None, ground: Colour | None) -> bool:
    """Tell whether a colour is seen on a ground; one that is not known is."""
    if colour is None or ground is None:
        return True
    return max(abs(a - b) for a, b in zip(colour, ground, strict=True)) >= NEAR
