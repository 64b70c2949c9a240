"""The sample round: workbooks, policies and an office, shipped with the program."""
