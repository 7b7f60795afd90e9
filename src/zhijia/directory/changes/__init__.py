"""Moves, mergers, splits and closings of unions and employers: shown before, done whole, journalled."""
