"""One human on two records: found by keys, told apart or merged field by field, and undone."""
