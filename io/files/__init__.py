"""Files that repeat to the byte and appear whole: JSON, CSV, archives, and their places."""
