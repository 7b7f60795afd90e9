"""Which unions are proven alive, and what proves it."""
