"""From raw Vietnamese text to a saved sentence-transformers model."""
