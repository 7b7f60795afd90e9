"""What does not fit together in the directory of one's own unions."""
