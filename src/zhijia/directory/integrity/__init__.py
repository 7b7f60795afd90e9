"""What does not fit together in the directory: checks, each with its severity, advice and entries."""
