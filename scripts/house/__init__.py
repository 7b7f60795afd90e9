"""The checks of the house, one module a kind."""
