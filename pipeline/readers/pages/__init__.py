"""Printed pages, whatever format they came in: marks of pages → tables and lines → the document.

This is the one door for formats with a fixed layout. A reader yields a `marks.PageMarks` for each
page: runs of characters and rules with their places, and what of them is not seen (`seen`). Then
`page.marks_to_page` finds the tables by their rules (`lattice`) and fills their cells (`lines`),
`ruleless.with_ruleless_tables` adds tables told by `whitespace` alone, `readable` refuses what
cannot be read, and `compose.pages_to_document` looks at all pages together (`furniture`, `wraps`)
and writes the document.
"""
