"""Pictures: drawn for the page, and native for the workbook."""
