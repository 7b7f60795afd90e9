"""The pages of the yearly return: who was asked, one return with its figures, the entries beneath a field."""
