"""Writing to the people of a list, and printing it for those whom no message reaches."""
