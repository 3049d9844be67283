"""OFD (GB/T 33190), the state's own fixed layout: XML in a ZIP → characters and rules of pages.

`structure` finds pages, templates and resources, `painting` follows the objects of a page and
yields its marks, with what `values` reads of attributes; `reading` sends them through `pages`.
"""
