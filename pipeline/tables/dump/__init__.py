"""Lists printed as bare lines: where they begin, and where their rows and cells do.

Two doors: `dump_sections` divides a dump into its parts, `cut_lists` cuts the lines of its lists
into printed rows. After that nothing asks whether a page had cells.
"""

from .cutting import cut_lists
from .sections import dump_sections

__all__ = ["cut_lists", "dump_sections"]
