"""How the plan reader is tried: labelled documents, broken uploads, any text at all."""
