"""Budget reports: the round in numbers, as a workbook and a web page.

The only package that imports pandas. Every number here is re-added from the dossier.
"""
