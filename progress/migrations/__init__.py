"""Alembic migrations, run at start; shipped with the package."""
