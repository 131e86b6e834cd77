"""The tables of the database, typed: a module for what belongs together."""
