"""The demonstration: a city federation that does not exist, with a year of work."""
