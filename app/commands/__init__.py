"""One module a command of `troly`; each loads what it needs when it runs."""
