"""A structured document set as a page, as PDF and as Word.

The only package that imports typst and python-docx. It knows headings, paragraphs, lists and
tables; what they say comes from ``letters`` and ``reports``.
"""
