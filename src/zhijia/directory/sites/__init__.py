"""Project sites far from home: who is there, who has not been home for long, what closing one means."""
