"""User, sign-in, acting hat."""
