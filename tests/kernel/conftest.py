"""Hypothesis without a stop-watch: a loaded machine is no failure."""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
