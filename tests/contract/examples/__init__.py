"""One module a room: `EXAMPLES`, a tuple of `tests.contract.example.Example`."""
