"""The kinds of file that hold a sheet, each read as it stands, within limits."""
