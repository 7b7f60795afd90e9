"""Campaigns: a stretch of days in which unions record in many registers, counted together and closed with a summary."""
