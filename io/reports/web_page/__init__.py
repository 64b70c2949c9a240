"""``report.html``: the page itself, its applications, and its goals."""
