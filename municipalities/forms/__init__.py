"""Forms parse and never save."""
