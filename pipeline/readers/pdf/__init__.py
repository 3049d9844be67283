"""PDF: characters and rules of every page, for the door of `pages`.

A source of characters (`pdfium` on `native`, `fallback_font`, `paths` and `inks`; or `plumber`)
yields the marks of each page; `reading` sends them through `pages`; `integrity` doubts the file.

All of it runs behind the door of `readers`, in a process that may die: there `reading` is called,
and `image` for pictures.
"""
