"""Pages around signing in."""
