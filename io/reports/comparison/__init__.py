"""Two rounds, or one round under two policies, side by side: figures, workbook and page."""
