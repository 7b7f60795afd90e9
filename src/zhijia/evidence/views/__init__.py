"""Pages of this room: what comes in is checked by a form, what is done is done by a service."""
