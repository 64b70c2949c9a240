"""All terms of all rounds: by when, on which article, who acts, and what it costs to miss it."""
