"""Empty workbooks to fill in, with the checks and rules that a spreadsheet can watch by itself."""
