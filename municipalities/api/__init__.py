"""The API of areas."""
