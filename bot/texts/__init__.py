"""The sentences of answers, one function each."""
