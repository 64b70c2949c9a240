"""The reference of the manual: every page of it made from the code, in Dutch, as Markdown.

What a command takes, what a key or a column means and what a code says stands once, where the
program uses it. These modules only bring it together; a page is never typed.
"""
