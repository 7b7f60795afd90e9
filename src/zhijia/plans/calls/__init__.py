"""Plans a federation calls for from the unions it leads: filed, linked to its own points, accepted or sent back."""
