"""Every pattern that the rules make, compiled once for a set of rules.

Each is compiled when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from .departments import DepartmentPatterns
from .places import PlacePatterns
from .schema import Pattern
from .totals import TotalPatterns

# How a pattern is looked for in a text: None where it is not found.
Search = Callable[[str], object]


class Grammar(DepartmentPatterns, PlacePatterns, TotalPatterns):
    """The patterns of a set of rules."""

    @cached_property
    def wordings(self) -> dict[str, re.Pattern[str]]:
        """What is searched for by `checks`, by its name in `checks.toml`."""
        wordings = self._rules.checks.wordings()
        return {name: self._compiled(one) for name, one in wordings.items()}

    # --- how each pattern is used ---------------------------------------------------------------

    def uses(self) -> tuple[tuple[Pattern, Search], ...]:
        """Return every pattern of the rules with the search by which it is used.

        What is only a part of other patterns is tried alone, on the whole of a text.
        """
        lists, marks, furniture = self._rules.lists, self._rules.marks, self._rules.furniture
        closing, said, where = furniture.closing, self._rules.totals, self._rules.places.patterns
        parts = (
            *(lists.title.number, lists.title.tail, lists.title.total),
            *(lists.band.before, lists.band.after),
            *(closing.signed, where.county, said.respectively, said.one, said.between),
            *(said.counted_items, said.counted_categories, said.counted_departments),
        )
        totals = (*said.items, *said.categories, *said.departments)
        facts, checks = self._rules.facts.items(), self._rules.checks.wordings()
        return (
            (lists.none, self.no_item.fullmatch),
            (lists.telling, self.telling_column.search),
            (lists.title.appendix, self.appendix.fullmatch),
            *((lists.patterns[f], shape.fullmatch) for f, shape in self.column_shapes.items()),
            (marks.measure, self.measure.match),
            (marks.measured, self.measured.search),
            (marks.reference, self.reference.match),
            (self._rules.departments.duty, self._compiled(self._rules.departments.duty).fullmatch),
            (self._rules.departments.more, self._compiled(self._rules.departments.more).fullmatch),
            (closing.label, self.note_label.match),
            *((one, self._compiled(one).match) for one in (*closing.notes, *closing.page)),
            (closing.sums, self.sum.fullmatch),
            (closing.part_sums, self.part_sum.match),
            (closing.dated, self.dated.search),
            (where.holder, self.holder.fullmatch),
            (where.title, self.title_of_document.match),
            (where.place, self.place.match),
            (where.located, self.located.search),
            (where.township, self.township.search),
            (where.named, self.named_list.search),
            *((rule, found.search) for rule, (_, found) in zip(totals, self.totals, strict=True)),
            (said.band_total, self.total.fullmatch),
            (said.cell_figure, self.cell_figure.fullmatch),
            (said.belonging, self.belonging.fullmatch),
            (said.others_before, self.others_before.search),
            (said.others_after, self.others_after.match),
            (said.plan, self.plan.search),
            (said.part_of_list, self.part_of_list.match),
            (said.later, self.later_total.search),
            (said.of_which, self.of_which.match),
            (said.whole, self.whole_list.search),
            (said.list_joints, self.list_joint.fullmatch),
            (said.sums, self.sum_of_lists.search),
            (said.counted_before, self.counted_before.search),
            (said.names_end, self.names_end.search),
            (said.own_total, self.own_total.search),
            (said.counted_name, self.counted_name.search),
            (said.no_name, self.no_category_name.search),
            (said.no_category, self.counted_no_category.search),
            *(
                (rule, found.search)
                for name, fact in facts
                for rule, found in zip(fact.patterns, self.fact(name), strict=True)
            ),
            *((rule, self._compiled(rule).fullmatch) for rule in (*furniture.line, *parts)),
            *((checks[name], found.search) for name, found in self.wordings.items()),
        )
