"""Proof of life: what shows that a union is more than a name on a list."""
