"""Generated signals around the told ones: first dealt (where, when, of which form, what became of it), then written."""
