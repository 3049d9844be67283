"""Names of items grouped across townships: what a different name costs."""

from __future__ import annotations

import random

import qingdan
from bench.measure import Ratio, by_turns, once
from bench.text import BARE, SOURCE, passes
from qingdan.editions.groups import Names, groups_of
from qingdan.editions.likeness import letters_of

DOCUMENTS = 20
MOST = 300  # microseconds for a name, on the machine that took 16 ms for the passes of `text`
MOST_PASSES = MOST / 16


def ratio(runs: int) -> Ratio:
    """Return what a thousand different names take, in the ten regex passes of `text`.

    They are those of the real document, and of documents in which half of them lack two letters
    somewhere: as many different names as townships of many counties have. Both grow alike on a
    slower machine; in microseconds, the time for a name is the first column in milliseconds.
    """
    names = _names()
    thousands = len(names.texts) / 1000
    measured = by_turns(
        lambda: once(lambda: groups_of(names)) / thousands, lambda: once(passes), runs
    )
    name = f"grouping 1,000 of {len(names.texts):,} different names, in ten regex passes"
    return Ratio(name, *measured, most=MOST_PASSES)


def _names() -> Names:
    chance = random.Random(0)
    items = qingdan.extract(SOURCE, options=BARE).items
    names = Names()
    for _ in range(DOCUMENTS):
        names.next_document()
        for item in items:
            name = letters_of(item.name)
            at = chance.randrange(len(name))
            names.add(name if chance.random() < 0.5 else name[:at] + name[at + 2 :])
    return names
