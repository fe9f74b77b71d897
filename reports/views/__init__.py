"""Pages of reports: reading them, and making them."""
