"""pdfplumber's table functions without the rest of pdfplumber, which takes 0.1 s to import."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfplumber import table
else:

    def _import_alone(package: str, module: str) -> ModuleType:
        """Given a package and a module of it, import that without the package's own imports."""
        if package in sys.modules:
            return import_module(f"{package}.{module}")
        spec = find_spec(package)
        if spec is None or spec.submodule_search_locations is None:
            raise ModuleNotFoundError(f"No module named {package!r}", name=package)
        bare = ModuleType(package)
        bare.__path__ = list(spec.submodule_search_locations)
        sys.modules[package] = bare
        try:
            return import_module(f"{package}.{module}")
        finally:
            del sys.modules[package]  # so that whoever needs the whole package imports it

    table = _import_alone("pdfplumber", "table")

cells_to_tables = table.cells_to_tables
edges_to_intersections = table.edges_to_intersections
merge_edges = table.merge_edges
