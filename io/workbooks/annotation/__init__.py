"""The copy of a workbook that goes back: the same file, with its findings marked at their cells."""
