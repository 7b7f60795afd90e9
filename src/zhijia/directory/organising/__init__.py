"""Founding unions where there are none: the list of employers, the work on each, the drive."""
