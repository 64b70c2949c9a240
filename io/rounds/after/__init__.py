"""What becomes of awards once their decisions went out: paid, given from the reserve, changed."""
