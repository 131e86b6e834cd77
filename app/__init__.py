"""Starts everything: settings, wiring and the `troly` command."""
