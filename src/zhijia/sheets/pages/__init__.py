"""The pages of lists: out of the house, into it, by name, long work, what was taken in."""
