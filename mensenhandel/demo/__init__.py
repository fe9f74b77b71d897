"""The invented world that every new user meets."""
