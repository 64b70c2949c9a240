"""Intake by workbook: reading cells as they stand, typing them, templates, findings.

The only package that imports openpyxl, calamine and xlsxwriter for intake. What a person sent wrong
comes back as findings with sheet and cell. What a cell means is defined once, in the columns of the
application models.
"""
