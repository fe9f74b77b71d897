"""Who did and who saw what: append-only events, and the operation decorator that demands one."""
