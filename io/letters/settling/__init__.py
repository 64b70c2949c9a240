"""Letters about how awards end: fixed, announced and claimed back, arranged, reminded."""
