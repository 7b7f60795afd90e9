"""Elections that are due or late, and chairs' posts that stand vacant."""
