"""How well the search finds, measured on questions with known answers."""
